using System.Diagnostics;

namespace Platform.Bench.Others;

/// <summary>nginx from Debian's package, as a proxy that keeps its connections and passes streams as they come.</summary>
internal static class Nginx
{
    public static async Task<OtherProxy> StartAsync(Uri upstream)
    {
        var folder = await Packages.FolderAsync("nginx", "apt-get download nginx && for each in nginx_*.deb; do dpkg -x \"$each\" .; done");
        var port = OtherProxy.FreePort();
        var run = Directory.CreateTempSubdirectory();
        var configuration = Path.Combine(run.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(run.FullName, upstream.Authority, port));
        return await OtherProxy.StartAsync(
            "nginx",
            new ProcessStartInfo(Path.Combine(folder, "usr/sbin/nginx"), ["-p", run.FullName, "-c", configuration, "-e", "stderr"]),
            port,
            []
        );
    }

    private static string Configuration(string run, string upstream, int port) =>
        $$"""
            daemon off;
            worker_processes auto;
            pid {{run}}/nginx.pid;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path {{run}}/body;
                proxy_temp_path {{run}}/proxy;
                fastcgi_temp_path {{run}}/fastcgi;
                uwsgi_temp_path {{run}}/uwsgi;
                scgi_temp_path {{run}}/scgi;
                keepalive_requests 1000000;
                upstream model { server {{upstream}}; keepalive 256; keepalive_requests 1000000; }
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://model;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                        client_max_body_size 32m;
                    }
                }
            }
            """;
}
