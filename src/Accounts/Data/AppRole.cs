using Platform.ServiceDefaults.Database;

namespace Platform.Accounts.Data;

/// <summary>
/// Accounts' roles. Recurring statements are prepared automatically, and the pool is small enough for several services to share a server of
/// 100 connections.
/// </summary>
internal sealed class AppRole(string connection) : ServiceRole("Accounts", "Max Auto Prepare=50;Maximum Pool Size=40;", connection);
