using Platform.AppHost.Stores;
using Xunit;

namespace Platform.Tests.Unit.AppHost.Stores;

public sealed class StoreDataTests
{
    [Fact]
    public void Two_clones_have_data_of_their_own()
    {
        var volume = new StoreData("/one").Volume("postgres");
        Assert.Matches("^apphost-[0-9a-f]{10}-postgres-data$", volume);
        Assert.NotEqual(volume, new StoreData("/two").Volume("postgres"));
        Assert.Equal(volume, new StoreData("/one", "").Volume("postgres"));
    }

    [Fact]
    public void Named_data_are_beside_those_of_the_clone()
    {
        var named = new StoreData("/one", "trial");
        Assert.Equal("apphost-trial-redis-data", named.Volume("redis"));
        Assert.Equal(Path.Combine(StoreData.Root, "apphost-trial-redis-data"), named.Directory("redis"));
        Assert.Equal(Path.Combine(StoreData.Root, "apphost-trial-stores"), named.ChoiceFile);
    }
}
