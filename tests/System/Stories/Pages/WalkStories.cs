using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Pages;

/// <summary>
/// Every page and handler of the dashboard, as it is mapped: asked for by nobody, by somebody else, and with a stale form. A page that is
/// added is walked without a line here, or fails until its parameter is named.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed partial class WalkStories(PlatformFixture platform)
{
    private const string KeyName = "key of the owner alone";

    /// <summary>Changes how this browser shows the pages, and nothing of an account, so its form needs no token.</summary>
    private const string Colours = "theme";

    /// <summary>Somebody with one of everything.</summary>
    private sealed record Owner(Payer Payer, string KeyId, string RequestId, Guid Checkout, Guid Session)
    {
        public string[] Marks => [Payer.Person.Email, KeyName, KeyId, RequestId, Checkout.ToString(), Session.ToString()];
    }

    [Fact]
    public async Task Nobody_and_nobody_else_gets_at_an_account_and_no_stale_form_does_a_thing()
    {
        var endpoints = await Endpoint.ReadAllAsync(platform);
        // The walk would be empty if the list were.
        Assert.Contains(endpoints, each => each is { Page: true, Open: false } && each.Route.TrimStart('/') == "credit");
        Assert.Contains(endpoints, each => each.Route.TrimStart('/') == "settings" && each.Handlers.Contains("POST Password"));
        var owner = await OwnerAsync();
        var before = await StateAsync(owner);
        List<string> faults = [];
        await WalkAsNobodyAsync(endpoints, owner, faults);
        await WalkAsAnotherAsync(endpoints, owner, faults);
        await WalkWithStaleFormsAsync(endpoints, owner, faults);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.Equal(before, await StateAsync(owner));
    }

    private async Task WalkAsNobodyAsync(Endpoint[] endpoints, Owner owner, List<string> faults)
    {
        using var nobody = new PageVisitor(platform);
        foreach (var (endpoint, method, address) in Requests(endpoints, owner))
        {
            if (endpoint.Open)
            {
                if (method == "GET")
                    using (var shown = await nobody.StreamAsync(address))
                        await ExpectNothingOfAsync(owner, shown, $"anonymous {method} {address}", address, faults);
                continue;
            }

            using var response =
                method == "GET" ? await nobody.StreamAsync(address) : await nobody.PostAsync(address, Fields(owner, address));
            if (!IsSignIn(response))
                faults.Add($"anonymous {method} {address}: {response.StatusCode}");
        }
    }

    private async Task WalkAsAnotherAsync(Endpoint[] endpoints, Owner owner, List<string> faults)
    {
        var stranger = await Person.RegisterAsync(platform, pack: null);
        var visitor = await PageVisitor.SignInAsync(platform, stranger);
        try
        {
            foreach (var (endpoint, method, address) in Requests(endpoints, owner))
            {
                // The others are for programs, or for everybody.
                if (!endpoint.Page && endpoint.Open)
                    continue;
                if (await AskAsAnotherAsync(visitor, method, address, owner, faults))
                    continue;
                // This handler or the one before ended the session, which it may: again, with a new one.
                visitor.Dispose();
                visitor = await PageVisitor.SignInAsync(platform, stranger);
                await AskAsAnotherAsync(visitor, method, address, owner, faults);
            }
        }
        finally
        {
            visitor.Dispose();
        }
    }

    /// <returns>False when the session had ended.</returns>
    private static async Task<bool> AskAsAnotherAsync(PageVisitor visitor, string method, string address, Owner owner, List<string> faults)
    {
        using var response =
            method == "GET" ? await visitor.StreamAsync(address) : await visitor.PostAsync(address, Fields(owner, address), "/settings");
        await ExpectNothingOfAsync(owner, response, $"another's {method} {address}", address, faults);
        if ((int)response.StatusCode >= 500)
            faults.Add($"another's {method} {address}: {response.StatusCode}");
        return !IsSignIn(response);
    }

    private async Task WalkWithStaleFormsAsync(Endpoint[] endpoints, Owner owner, List<string> faults)
    {
        using var visitor = await PageVisitor.SignInAsync(platform, owner.Payer.Person);
        foreach (
            var (_, _, address) in Requests(endpoints.Where(each => each.Page && each.Route.TrimStart('/') != Colours), owner)
                .Where(each => each.Method == "POST")
        )
        foreach (var token in (string?[])[null, "stale"])
        {
            using var response = await visitor.PostAsync(
                address,
                [
                    .. Fields(owner, address, Person.Password),
                    .. token is null ? [] : ((string, string)[])[("__RequestVerificationToken", token)],
                ]
            );
            if (response.StatusCode != HttpStatusCode.BadRequest)
                faults.Add($"POST {address} with the token '{token}': {response.StatusCode}");
        }
    }

    /// <summary>What every form might hold, with the owner's things.</summary>
    private static (string Name, string Value)[] Fields(Owner owner, string address, string password = "not the password") =>
        [
            ("id", address.StartsWith("/settings", StringComparison.Ordinal) ? owner.Session.ToString() : owner.KeyId),
            ("key", owner.KeyId),
            ("packId", "starter"),
            ("Name", "taken over"),
            ("Confirmation", KeyName),
            ("CurrentPassword", password),
            ("NewPassword", "seven brave lobsters"),
            ("Email", owner.Payer.Person.Email),
            ("checkout", owner.Checkout.ToString()),
        ];

    private static IEnumerable<(Endpoint Endpoint, string Method, string Address)> Requests(IEnumerable<Endpoint> endpoints, Owner owner) =>
        from endpoint in endpoints
        // What only Development has shows everything.
        where !endpoint.Route.TrimStart('/').StartsWith("development/", StringComparison.Ordinal)
        from handler in endpoint.Handlers
        let parts = handler.Split(' ')
        where parts[0] is "GET" or "POST"
        let path = "/" + Parameter().Replace(endpoint.Route.TrimStart('/'), match => Fill(endpoint, match.Groups["name"].Value, owner))
        select (endpoint, parts[0], parts.Length > 1 ? $"{path}?handler={parts[1]}" : path);

    /// <summary>A thing of the owner's for each parameter of a route.</summary>
    private static string Fill(Endpoint endpoint, string name, Owner owner) =>
        (endpoint.Route.TrimStart('/').Split('/')[0], name) switch
        {
            ("tokens", "id") => owner.KeyId,
            ("usage", "requestId") => owner.RequestId,
            ("sandbox-checkout", "id") => owner.Checkout.ToString(),
            ("connect", "tool") => "codex",
            (_, "status") => "404",
            _ when endpoint.Open => "x",
            _ => throw new InvalidOperationException(
                $"Say here which thing of an account fills {name} in {endpoint.Route}, so that others are kept from it."
            ),
        };

    private static bool IsSignIn(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Found
        && response.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal);

    /// <summary>No answer has anything of the owner's that was not in the question.</summary>
    private static async Task ExpectNothingOfAsync(
        Owner owner,
        HttpResponseMessage response,
        string asked,
        string address,
        List<string> faults
    )
    {
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            faults.Add($"{asked} listens");
            return;
        }

        var text = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        // What a form sent may come back in the answer.
        var sent = response.RequestMessage!.Method == HttpMethod.Post ? Fields(owner, address) : [];
        faults.AddRange(
            owner
                .Marks.Where(mark => !address.Contains(mark, StringComparison.Ordinal) && !sent.Any(field => field.Value == mark))
                .Where(mark => text.Contains(mark, StringComparison.Ordinal))
                .Select(mark => $"{asked} shows {mark}")
        );
    }

    private async Task<Owner> OwnerAsync()
    {
        var person = await Person.RegisterAsync(platform);
        var payer = new Payer(platform, person);
        var key = await person.CreateKeyAsync(new CreateKeyRequest(KeyName));
        using var called = await platform.Gateway(key.Secret).ChatAsync(Chat.Body());
        await person.UsageAsync(1);
        await platform.ExpectSettledAsync(person);
        using var sessions = await person.SendAsync(HttpMethod.Get, "/sessions");
        return new Owner(
            payer,
            key.Key.Id,
            called.RequestId(),
            (await payer.StartAsync()).CheckoutId,
            (await sessions.Content.ReadFromJsonAsync<SessionView[]>())![0].Id
        );
    }

    /// <summary>What of the owner a walk could have changed.</summary>
    private static async Task<string> StateAsync(Owner owner)
    {
        var person = owner.Payer.Person;
        using var keys = await person.SendAsync(HttpMethod.Get, "/keys");
        using var sessions = await person.SendAsync(HttpMethod.Get, "/sessions");
        var first = (await sessions.Content.ReadFromJsonAsync<SessionView[]>())!.Count(session => session.Id == owner.Session);
        // Throws when the password has changed.
        await person.SignInAgainAsync();
        return string.Join(
            '\n',
            WithoutUse().Replace(await keys.Content.ReadAsStringAsync(), ""),
            first,
            await person.BalanceAsync(),
            (await owner.Payer.CheckoutAsync(owner.Checkout)).Status
        );
    }

    [GeneratedRegex(@"\{\*{0,2}(?<name>[a-zA-Z]+)[^}/]*(?:\([^)]*\))*[^}]*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();

    [GeneratedRegex("\"lastUsedAt\":[^,}]*")]
    private static partial Regex WithoutUse();
}
