using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>The worked example of docs/stores.md.</summary>
internal sealed class SqliteVerifiedMsisdnStore(string database, IDataProtectionProvider dataProtection, TimeProvider clock) : IVerifiedMsisdnStore
{
    private readonly VerifiedMsisdnProtector _protector = new(dataProtection);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task CreateTablesAsync(CancellationToken cancellationToken) => ExecuteAsync(
        """
        CREATE TABLE IF NOT EXISTS proof (
            campaign TEXT, id TEXT, verified_at INTEGER, valid_until INTEGER, revoked INTEGER, protected BLOB, PRIMARY KEY (campaign, id));
        CREATE TABLE IF NOT EXISTS revocation (campaign TEXT, what TEXT, at INTEGER, keep_until INTEGER, PRIMARY KEY (campaign, what));
        """,
        cancellationToken);

    public async ValueTask SetAsync(VerifiedMsisdn verified, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            DELETE FROM proof WHERE valid_until <= @now;
            DELETE FROM revocation WHERE keep_until <= @now;
            INSERT INTO proof VALUES (@campaign, @id, @verifiedAt, @validUntil, @revoked, @protected)
                ON CONFLICT DO UPDATE SET protected = excluded.protected;
            """,
            cancellationToken,
            ("@campaign", verified.Campaign),
            ("@id", verified.Id.Value),
            ("@verifiedAt", verified.VerifiedAt.ToUnixTimeMilliseconds()),
            ("@validUntil", verified.ValidUntil.ToUnixTimeMilliseconds()),
            ("@revoked", verified.Revoked),
            ("@protected", _protector.Protect(verified)));
    }

    public async ValueTask<VerifiedMsisdn?> FindAsync(string campaign, OtpProofId id, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(
            connection,
            """
            SELECT protected, revoked OR EXISTS (
                SELECT 1 FROM revocation
                WHERE campaign = @campaign AND what IN (@id, @digest, '') AND at >= proof.verified_at)
            FROM proof WHERE campaign = @campaign AND id = @id AND valid_until > @now
            """,
            ("@campaign", campaign),
            ("@id", id.Value),
            ("@digest", id.MsisdnDigest.Value));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) && _protector.Unprotect(campaign, row.GetFieldValue<byte[]>(0)) is { } proof && proof.Id == id
            ? proof with { Revoked = row.GetBoolean(1) }
            : null;
    }

    public ValueTask RevokeAsync(string campaign, OtpProofId id, TimeSpan keepFor, CancellationToken cancellationToken) =>
        RevokeWhatAsync(campaign, id.Value, keepFor, cancellationToken);

    public ValueTask RevokeAllAsync(string campaign, MsisdnDigest? msisdnDigest, TimeSpan keepFor, CancellationToken cancellationToken) =>
        RevokeWhatAsync(campaign, msisdnDigest?.Value ?? "", keepFor, cancellationToken);

    private async ValueTask RevokeWhatAsync(string campaign, string what, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await ExecuteAsync(
            "INSERT OR REPLACE INTO revocation VALUES (@campaign, @what, @now, @now + @keepFor)",
            cancellationToken,
            ("@campaign", campaign),
            ("@what", what),
            ("@keepFor", (long)keepFor.TotalMilliseconds));

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(database);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@now", Now);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
