namespace Baton.Server.People;

/// <summary>Somebody who works here.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Email">In lower case; nobody else has it.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Role">One of <see cref="Roles.All"/>.</param>
public sealed record Person(Guid Id, string Email, string Name, string Role);
