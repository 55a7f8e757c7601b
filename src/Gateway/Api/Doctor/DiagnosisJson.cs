namespace Platform.Gateway.Api.Doctor;

/// <summary>A diagnosis for programs.</summary>
internal static class DiagnosisJson
{
    public static object From(Diagnosis diagnosis) =>
        new
        {
            @object = "doctor",
            request_id = diagnosis.RequestId,
            created = diagnosis.At.ToUnixTimeSeconds(),
            healthy = diagnosis.Healthy,
            first = diagnosis.First,
            checks = diagnosis.Checks.Select(check => new
            {
                id = check.Id,
                status = check.Status.ToString().ToLowerInvariant(),
                message = check.Message,
                fix = check.Fix,
            }),
        };
}
