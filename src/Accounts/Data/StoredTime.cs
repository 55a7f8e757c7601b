namespace Platform.Accounts.Data;

internal static class StoredTime
{
    /// <summary>
    /// The time as PostgreSQL stores it, in UTC and whole microseconds, so that a response is the same before and after storing.
    /// </summary>
    public static DateTimeOffset AsStored(this DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
