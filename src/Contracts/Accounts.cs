namespace Platform.Contracts;

public sealed record AccountView(Guid Id, string Email, DateTimeOffset CreatedAt);

public sealed record RegisterRequest(string Email, string Password);

public sealed record SignInRequest(string Email, string Password, string? Client = null);

/// <summary>The only answer that holds <paramref name="Token"/>; Accounts stores its hash.</summary>
public sealed record SessionOpened(string Token, AccountView Account);

public sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);

/// <summary>An account that exists in Development only, so that a first request works before anybody registers.</summary>
public static class DemoAccount
{
    public const string Email = "demo@platform.example";

    public static Guid Id { get; } = Guid.Parse("019aa000-0000-7000-8000-00000000de30");
}
