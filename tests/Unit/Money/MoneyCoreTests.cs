using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>
/// Random histories of everything that happens to money. When one breaks a rule it is made as short as it can be, and printed with
/// the seed that finds it again: <c>Config.QuickThrowOnFailure.WithReplay(...)</c>. The Redis is a cluster, which sees to it that no
/// script needs two slots.
/// </summary>
public sealed class MoneyCoreTests(PrivateCluster redis) : IClassFixture<PrivateCluster>
{
    [Fact]
    public void In_every_history_all_invariants_hold_after_every_step() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(
                Step.Histories(80),
                history =>
                {
                    var world = history.Aggregate(World.Empty, (before, step) => Checked(before, before.After(step)));
                    AtRest(world);
                }
            )
        );

    [RedisFact]
    public void In_every_history_the_scripts_do_what_the_model_says() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(150),
            Prop.ForAll(Step.Histories(60), (Step[] history) => Task.Run(() => FollowAsync(history)).GetAwaiter().GetResult())
        );

    private async Task FollowAsync(Step[] history)
    {
        var (till, world) = (new RealTill(redis.Connection), World.Empty);
        var reader = new RealTillReader(redis.Connection, till.Calendar);
        await till.DoAsync(new Flush());
        try
        {
            foreach (var step in history)
            {
                world = Checked(world, world.After(step));
                await CompareAsync(till, reader, world, $"{step}");
            }

            AtRest(world);
            await CompareAsync(till, reader, world.AtRest(), "at rest");
        }
        catch (Exception) when (!till.Calendar.IsTrue)
        {
            // The real day ended in the middle of the history.
        }
    }

    /// <summary>Every answer, and then everything there is.</summary>
    private static async Task CompareAsync(RealTill till, RealTillReader reader, World world, string step)
    {
        foreach (var (command, answer) in world.Sent)
        {
            var really = await till.DoAsync(command);
            Assert.True(answer == really, $"At {step} {command} should answer '{answer}' and answered '{really}'");
        }

        var real = await reader.ReadAsync(world.Till, world.Transfers);
        Assert.True($"{world.Till}" == $"{real}", $"After {step} the till should be\n{world.Till}\nand is\n{real}");
    }

    private static World Checked(World before, World world)
    {
        Assert.True(Invariants.Broken(world, before) is not { } broken, Invariants.Broken(world, before));
        return world;
    }

    private static void AtRest(World world)
    {
        var rest = world.AtRest();
        Assert.True(Invariants.BrokenAtRest(rest) is null, Invariants.BrokenAtRest(rest));
    }
}
