using System.Data.Common;
using Baton.Core.Leads;
using Baton.Server.Leads;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Accounts;

/// <summary>The accounts that one transaction works on.</summary>
internal sealed class AccountBook(DbTransaction transaction, Guid workspaceId, Instant now)
{
    private static readonly BulkSelect<AccountKey, (AccountKey Key, Guid Account)> Keys = new(
        "kind, value, account_id",
        "account_key",
        new Columns<AccountKey>().Smallint("kind", key => (short)key.Kind).Text("value", key => key.Value),
        row => (new AccountKey((AccountKeyKind)row.Smallint(0), row.Text(1)), row.Uuid(2)));

    private static readonly BulkSelect<Guid, (AccountKey Key, Guid Account)> KeysOfAccounts = new(
        "kind, value, account_id",
        "account_key",
        new Columns<Guid>().Uuid("account_id", id => id),
        row => (new AccountKey((AccountKeyKind)row.Smallint(0), row.Text(1)), row.Uuid(2)));

    private static readonly BulkInsert<(AccountKey Key, Guid Account)> NewKeys = new(
        "account_key",
        new Columns<(AccountKey Key, Guid Account)>()
            .Smallint("kind", row => (short)row.Key.Kind).Text("value", row => row.Key.Value).Uuid("account_id", row => row.Account),
        "ON CONFLICT DO NOTHING");

    private static readonly BulkSelect<Guid, AccountRow> Rows = Select(lockBy: null);

    private static readonly BulkSelect<Guid, AccountRow> Locked = Select(lockBy: "account_id");

    private static readonly BulkSelect<Guid, (Guid Id, long Revision)> Held = new(
        "account_id, revision", "account", new Columns<Guid>().Uuid("account_id", id => id), row => (row.Uuid(0), row.Bigint(1)), lockBy: "account_id");

    private static readonly BulkInsert<AccountRow> New = new(
        "account", Changing(new Columns<AccountRow>().Uuid("account_id", row => row.Id).Bigint("created_at", row => row.Created.ToUnixTimeMilliseconds())));

    private static readonly BulkUpdate<AccountRow> Changes = new(
        "account", new Columns<AccountRow>().Uuid("account_id", row => row.Id), Changing(new Columns<AccountRow>()));

    private readonly Dictionary<AccountKey, Guid?> _keys = [];
    private readonly List<(AccountKey Key, Guid Account)> _newKeys = [];
    private readonly Dictionary<Guid, AccountRow> _rows = [];

    /// <summary>Reads what is known by these keys at once, which is faster than one by one.</summary>
    public void LoadKeys(IEnumerable<AccountKey> keys)
    {
        var unread = keys.Where(key => !_keys.ContainsKey(key)).Distinct().ToList();
        unread.ForEach(key => _keys.Add(key, null));
        foreach (var (key, account) in Keys.Run(transaction, workspaceId, unread))
        {
            _keys[key] = account;
        }
    }

    /// <summary>These accounts as they are, which are not locked.</summary>
    public static List<AccountRow> Read(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> accounts) => Rows.Run(connection, workspaceId, accounts);

    /// <summary>What these accounts are known by.</summary>
    public static List<(AccountKey Key, Guid Account)> KeysOf(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> accounts) =>
        KeysOfAccounts.Run(connection, workspaceId, accounts);

    /// <summary>The account that is known by a key; null for none.</summary>
    public static Guid? Find(DbConnection connection, Guid workspaceId, AccountKey key) =>
        Keys.Run(connection, workspaceId, [key]) is [var found] ? found.Account : null;

    /// <summary>Reads these accounts at once, which is faster than one by one.</summary>
    public void Load(IEnumerable<Guid> accounts)
    {
        foreach (var row in Rows.Run(transaction, workspaceId, [.. accounts.Where(account => !_rows.ContainsKey(account)).Distinct()]))
        {
            _rows.Add(row.Id, row);
        }
    }

    /// <summary>Locks the accounts that are known by these keys, for <see cref="Edit"/>: all at once and in order, so that no two who do so wait for each other.</summary>
    public void Lock(IEnumerable<AccountKey> keys)
    {
        foreach (var row in Locked.Run(transaction, workspaceId, [.. keys.Select(Find).OfType<Guid>().Distinct().Where(IsToBeLocked)]))
        {
            row.IsLocked = true;
            _rows[row.Id] = row;
        }
    }

    /// <summary>
    /// Makes sure that accounts have not changed since they were read, and do not until the end of the transaction: for leads that are scored with them for
    /// the first time, whom nobody who changes the account can know yet.
    /// </summary>
    /// <exception cref="WriteConflictException">One has changed.</exception>
    public void Hold(IEnumerable<Guid> accounts)
    {
        var all = accounts.Distinct().ToList();
        Load(all);
        if (Held.Run(transaction, workspaceId, [.. all.Where(IsToBeLocked)]).Exists(held => _rows[held.Id].Revision != held.Revision))
        {
            throw new WriteConflictException("An account has changed at this moment.");
        }
    }

    /// <summary>An account that is there.</summary>
    public AccountRow Get(Guid account)
    {
        if (!_rows.ContainsKey(account))
        {
            Load([account]);
        }

        return _rows[account];
    }

    /// <summary>The account of the first key that is known, a new one where none is; the others are its keys from now on, unless they are another's.</summary>
    public Guid FindOrAdd(params ReadOnlySpan<AccountKey> keys)
    {
        Guid? found = null;
        foreach (var key in keys)
        {
            found ??= Find(key);
        }

        var account = found ?? Add();
        foreach (var key in keys)
        {
            if (Find(key) is null)
            {
                _keys[key] = account;
                _newKeys.Add((key, account));
            }
        }

        return account;
    }

    /// <summary>Adds what a fact says of an account. Its other leads are decided again soon, where that makes a difference.</summary>
    public void Edit(Guid account, Edit edit) => Lock(account).Add(edit);

    /// <exception cref="WriteConflictException">Another transaction has just made an account for one of the keys.</exception>
    public void Save()
    {
        if (NewKeys.Run(transaction, workspaceId, [.. _newKeys.OrderBy(k => k.Key)]) < _newKeys.Count)
        {
            throw new WriteConflictException("Somebody else has just made an account for this company.");
        }

        foreach (var row in _rows.Values.Where(row => row.IsChanged))
        {
            row.Revision++;

            // All leads of a new account are in this transaction, and decided with it.
            row.Changed = row is { IsNew: false, HasOtherValues: true } ? now : row.Changed;
        }

        New.Run(transaction, workspaceId, [.. _rows.Values.Where(row => row.IsNew)]);
        Changes.Run(transaction, workspaceId, [.. _rows.Values.Where(row => row is { IsNew: false, IsChanged: true })]);
        WordTable.Save(transaction, workspaceId, _rows.Values.Where(row => row.IsChanged));
    }

    private Guid? Find(AccountKey key)
    {
        if (!_keys.ContainsKey(key))
        {
            LoadKeys([key]);
        }

        return _keys[key];
    }

    private Guid Add()
    {
        var row = new AccountRow { Id = Guid.CreateVersion7(now.ToDateTimeOffset()), Created = now, IsNew = true };
        _rows.Add(row.Id, row);
        return row.Id;
    }

    private AccountRow Lock(Guid account)
    {
        if (IsToBeLocked(account))
        {
            _rows[account] = Locked.Run(transaction, workspaceId, [account]).Single();
            _rows[account].IsLocked = true;
        }

        return _rows[account];
    }

    private bool IsToBeLocked(Guid account) => !_rows.TryGetValue(account, out var row) || row is { IsNew: false, IsLocked: false };

    private static BulkSelect<Guid, AccountRow> Select(string? lockBy) => new(
        "account_id, created_at, edits, changed_at, revision",
        "account",
        new Columns<Guid>().Uuid("account_id", id => id),
        row => new AccountRow
        {
            Id = row.Uuid(0),
            Created = Instant.FromUnixTimeMilliseconds(row.Bigint(1)),
            Edits = EditJson.Read(row.Text(2)),
            Changed = UnixTime.ToInstant(row.BigintOrNull(3)),
            Revision = row.Bigint(4),
        },
        lockBy);

    private static Columns<AccountRow> Changing(Columns<AccountRow> columns) => columns
        .Text("edits", row => EditJson.Write(row.Edits))
        .Bigint("changed_at", row => row.Changed?.ToUnixTimeMilliseconds())
        .Bigint("revision", row => row.Revision);
}
