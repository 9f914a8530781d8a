using System.Data;
using System.Globalization;
using Dapper;
using NodaTime;

namespace Baton.Server.Storage;

/// <summary>Times in Dapper: UTC, in Unix milliseconds, in both databases.</summary>
internal sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
{
    static InstantHandler() => SqlMapper.AddTypeHandler(new InstantHandler());

    /// <summary>Makes Dapper use it, for the whole program.</summary>
    public static void Register() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(InstantHandler).TypeHandle);

    public override void SetValue(IDbDataParameter parameter, Instant value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = value.ToUnixTimeMilliseconds();
    }

    public override Instant Parse(object value) => Instant.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));
}
