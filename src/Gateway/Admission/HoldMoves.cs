using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// Lets the hold of a request that moves on to a fallback count against the limits of that model. The money is held already, for whichever
/// of the models answers; the limits of the key and the account count it already too.
/// </summary>
internal sealed class HoldMoves(Holds till, LimitsInForce limits, IOptions<AdmissionOptions> options, TimeProvider time)
{
    private readonly AdmissionOptions options = options.Value;

    /// <summary>Whether it makes a difference which of the models answers: few requests have a fallback, and few models limits.</summary>
    public bool Matter(IReadOnlyList<Model> models) => limits.Differ(models);

    /// <param name="models">Those that may answer; the hold counts against the first.</param>
    /// <param name="moved">Takes the state of the nearest limits after each move, and where there was no room.</param>
    public Funding Between(Funding funding, InferenceRequest request, IReadOnlyList<Model> models, Action<RateState> moved)
    {
        var counted = models[0].Id;
        return funding with
        {
            MoveAsync = async model =>
            {
                if (model.Id == counted)
                    return new HoldMove(HasRoom: true);
                var move = await MoveAsync(funding.Hold, request, model, moved);
                if (move.HasRoom)
                    counted = model.Id;
                return move;
            },
        };
    }

    private async ValueTask<HoldMove> MoveAsync(ActiveHold hold, InferenceRequest request, Model model, Action<RateState> moved)
    {
        try
        {
            var asked = Describe(hold, request, model);
            var answer = await till.MoveAsync(asked, model.Id);
            if (answer.Reason == AdmissionReason.Closed)
                return Unavailable;
            moved(LimitAnswers.StateOf(asked, answer, time.GetUtcNow()));
            if (answer.Reason == AdmissionReason.Admitted)
                hold.Move(asked.Limits?.RunningMarks);
            return answer.Reason switch
            {
                AdmissionReason.Admitted => new HoldMove(HasRoom: true),
                AdmissionReason.TooLarge => new HoldMove(HasRoom: false),
                _ => new HoldMove(HasRoom: false, LimitAnswers.Refuse(model.Id, asked, answer)),
            };
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The script may still run: the hold then counts against this model until it ends, or moves on.
            return Unavailable;
        }
    }

    private static HoldMove Unavailable => new(HasRoom: false, ApiErrors.StoreUnavailable("The credit service"));

    private AdmissionRequest Describe(ActiveHold hold, InferenceRequest request, Model model)
    {
        var (subject, estimate) = (
            hold.Subject,
            HoldEstimate.For(request, model, options.DefaultOutputTokens, options.MinOutputTokens).PaidBy(hold.Amount)
        );
        return new AdmissionRequest(
            subject.RequestId,
            subject.Owner,
            estimate.Wanted,
            estimate.Least,
            subject.SpendLimit,
            options.HoldLifetime,
            limits.OfKey(subject.KeyLimits).RequestsPerMinute ?? options.RequestsPerMinute,
            limits.OfAccount(subject.AccountLimits).ConcurrentRequests ?? options.ConcurrentRequests,
            options.EmptyAnswersPerDay,
            PeriodLimit: subject.PeriodLimit,
            Limits: limits.Counted(subject, model, estimate, countsTokens: false)
        );
    }
}
