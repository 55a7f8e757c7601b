using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Platform.Tests.Fixture;

/// <summary>
/// xunit's own, but that a story that fails shows the last lines of the platform's resources. For the assemblies whose project file names
/// it.
/// </summary>
public sealed class StoryFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions
        ) => base.RunTestCases(testCases, new WithLogs(executionMessageSink), executionOptions);
    }

    private sealed class WithLogs(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) =>
            inner.OnMessage(
                message is ITestFailed failed && ResourceLogs.OfCollection(failed.TestCollection.DisplayName) is { Length: > 0 } logs
                    ? new TestFailed(
                        failed.Test,
                        failed.ExecutionTime,
                        $"{failed.Output}\nThe last lines of the platform's resources:\n{logs}",
                        failed.ExceptionTypes,
                        failed.Messages,
                        failed.StackTraces,
                        failed.ExceptionParentIndices
                    )
                    : message
            );
    }
}
