using Platform.ServiceDefaults.Database;

namespace Platform.Usage.Database;

/// <summary>Usage's roles. Prepared statements: it plans its few frequent ones once for each connection.</summary>
internal sealed class AppRole(string connection) : ServiceRole("Usage", "Max Auto Prepare=50;Auto Prepare Min Usages=2;", connection);
