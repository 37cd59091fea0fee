package peal.topics;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import peal.domain.Agent;
import peal.domain.AttemptId;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DialingStop;
import peal.domain.DoNotCallList;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.Limits;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.RowReading;
import peal.domain.StopWhen;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.Source;
import peal.domain.event.Suppression;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;

/** One value of every type on the wire, with every field filled. */
final class Samples {
  private static final Topics TOPICS = new Topics(12);
  private static final Instant AT = Instant.ofEpochMilli(1_767_225_600_123L);
  private static final WorkspaceId WS = new WorkspaceId("acme");
  private static final BatchId BATCH = BatchId.ofToken("01kdvq8p7z3w5x6y7z8a9b0c1d");
  private static final CallId CALL = CallId.ofRow(BATCH, 2, 17);
  private static final AttemptId ATTEMPT = new AttemptId(CALL, 1);
  private static final PhoneNumber NUMBER = new PhoneNumber("+15551230017");

  private Samples() {}

  /** A value and the topic that carries it. */
  record Sample<V>(Topic<String, V> topic, V value, String file) {
    Sample(Topic<String, V> topic, V value) {
      this(topic, value, value.getClass().getSimpleName());
    }

    byte[] write() {
      return topic.values().serializer().serialize(topic.name(), value);
    }

    Object read(byte[] bytes) {
      return topic.values().deserializer().deserialize(topic.name(), bytes);
    }

    String name() {
      return value.getClass().getSimpleName();
    }
  }

  static List<Sample<?>> all() {
    List<Sample<?>> all = new ArrayList<>();
    for (BatchCommand command : commands()) {
      all.add(new Sample<>(TOPICS.batchCommands(), command));
    }
    all.add(
        new Sample<>(
            TOPICS.callJobs(), new CallQueued(CALL, AT, NUMBER, Map.of("first_name", "Ada"))));
    all.add(new Sample<>(TOPICS.suppressions(), entry()));
    all.add(
        new Sample<>(
            TOPICS.suppressions(),
            new Suppression(NUMBER, DoNotCallList.OPT_OUT, AT, true, null, null, null, null),
            "Suppression-removed"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.CallSettled(CALL, AT, 0, null, "do_not_call", DoNotCallList.OPT_OUT),
            "CallSettled-list"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.Ended(ATTEMPT, AT, Outcome.ANSWERED, 12.5, null, null).optingOut(true),
            "Ended-optOut"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                new BatchPlan(
                    7, null, null, null, null, null, List.of(new DoNotCallList("complaints")))),
            "BatchOpened-doNotCall"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                new BatchPlan(7, null, null, null, null, null, null, callLimits())),
            "BatchOpened-callLimits"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                BatchPlan.USUAL.withStopWhen(new StopWhen(0.5, 120, 20))),
            "BatchOpened-stopWhen"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchPaused(BATCH, AT, pausedBy()),
            "BatchPaused-tripped"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.PauseApplied(BATCH, AT, true, AT, pausedBy()),
            "PauseApplied-tripped"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                new BatchPlan(7, null, null, null, null, retryRules())),
            "BatchOpened-retryRules"));
    for (CallEvent event : events()) {
      all.add(new Sample<>(TOPICS.callEvents(), event));
    }
    for (CallEvent.Report report : saidReports()) {
      all.add(
          new Sample<>(TOPICS.callEvents(), report, report.getClass().getSimpleName() + "-said"));
    }
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                List.of("first_name", "note"),
                new BatchPlan(7, null, null, null, null, null)),
            "BatchOpened-columns"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                new BatchPlan(7, null, null, null, null, null),
                null,
                new BatchId("batch_01kdvq8p7z3w5x6y7z8a9b0c1a"),
                null),
            "BatchOpened-redial"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH, AT, null, agent(), 1, 1, AT.plusSeconds(900), false, null, change().plan()),
            "BatchOpened-plan"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.BatchStopped(BATCH, AT, List.of(CALL), CallEvent.BatchStopped.Why.ENDED),
            "BatchStopped-ended"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                List.of(),
                new BatchPlan(7, null, null, null, null, null),
                new CallingHours(
                    List.of(new DailyWindow(540, 1_200)),
                    EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    "America/New_York",
                    List.of(
                        new ClosedDates(
                            "Christmas", LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26))),
                    "Europe/Berlin"),
                null,
                null),
            "BatchOpened-hours"));
    all.add(
        new Sample<>(
            TOPICS.batchCommands(),
            new BatchCommand.BatchOpened(
                BATCH,
                AT,
                null,
                agent(),
                1,
                1,
                AT.plusSeconds(900),
                false,
                null,
                BatchPlan.USUAL,
                null,
                null,
                4_711L),
            "BatchOpened-rowBytes"));
    all.add(new Sample<>(TOPICS.batchCommands(), keptOpen(), "BatchOpened-keptOpen"));
    all.add(
        new Sample<>(
            TOPICS.callJobs(),
            new CallQueued(
                CALL, AT, NUMBER, Map.of(), "America/Chicago,America/New_York", "phone_number"),
            "CallQueued-zones"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.CallSettled(CALL, AT, 0, null, "unknown_timezone"),
            "CallSettled-skipped"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.Dialing(ATTEMPT, AT, "dialer-1", AT.minusMillis(20)),
            "Dialing-sent"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.NotDialed(
                ATTEMPT,
                AT,
                AT,
                "the carrier answered 429",
                Duration.ofSeconds(7),
                CallEvent.NotDialed.Cause.SLOW_DOWN),
            "NotDialed-caused"));
    all.add(
        new Sample<>(
            TOPICS.dialRequests(),
            new DialRequest(
                ATTEMPT,
                new Lane(WS, 2),
                DialRequest.Kind.DIAL,
                NUMBER,
                agent(),
                Map.of("first_name", "Ada"),
                AT,
                AT.plusMillis(1_500),
                20_080)));
    all.add(
        new Sample<>(
            TOPICS.dialRequests(),
            new DialRequest(
                    ATTEMPT,
                    new Lane(WS, 2),
                    DialRequest.Kind.DIAL,
                    NUMBER,
                    agent(),
                    Map.of(),
                    AT,
                    AT.plusMillis(1_500),
                    20_080)
                .knowing(4_711L, 2),
            "DialRequest-knowing"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.Dialing(
                ATTEMPT, AT, "dialer-1", AT.minusMillis(20), "CA1", Duration.ofSeconds(3)),
            "Dialing-queued"));
    all.add(
        new Sample<>(
            TOPICS.callEvents(),
            new CallEvent.Progress(ATTEMPT, AT, "ringing")
                .from(new Source("dialer-1", Source.CALLBACK, "CA1")),
            "Progress-ref"));
    all.add(
        new Sample<>(
            TOPICS.dialRequests(),
            new DialRequest(
                ATTEMPT,
                new Lane(WS, 2),
                DialRequest.Kind.ASK,
                NUMBER,
                null,
                Map.of(),
                AT,
                AT.plusMillis(1_500),
                0,
                "twilio",
                new PhoneNumber("+15550001111"),
                "CA1"),
            "DialRequest-ask"));
    all.add(
        new Sample<>(
            TOPICS.workspaces(),
            new Workspace(
                WS,
                "Acme",
                4,
                new Limits(50, 200, 1_000_000),
                List.of(),
                List.of(new Workspace.OwnNumber("pn_1", new PhoneNumber("+15550001111"), "twilio")),
                AT),
            "Workspace-carrier"));
    all.add(new Sample<>(TOPICS.workspaces(), workspace()));
    all.add(new Sample<>(TOPICS.workspaces(), workspace().withRevision(3), "Workspace-revised"));
    all.add(
        new Sample<>(
            TOPICS.dialingStops(),
            new DialingStop(
                DialingStop.Scope.CARRIER,
                "twilio",
                true,
                DialingStop.OPERATOR,
                AT,
                "the trunk burns",
                1L)));
    all.add(
        new Sample<>(
            TOPICS.dialingStops(),
            new DialingStop(DialingStop.Scope.ALL, null, false, "key_1", AT, null, 2L),
            "DialingStop-resumed"));
    all.add(new Sample<>(TOPICS.agents(), storedAgent()));
    all.add(new Sample<>(TOPICS.agents(), agentOfTheAgentsFamily(), "Agent-detailed"));
    all.add(new Sample<>(TOPICS.agents(), agentWithDefaults(), "Agent-with-defaults"));
    all.add(new Sample<>(TOPICS.agents(), storedAgent().deleted(AT), "Agent-deleted"));
    all.add(new Sample<>(TOPICS.flows(), flow()));
    all.add(
        new Sample<>(
            TOPICS.firstAnswers(),
            FirstAnswer.started("cd".repeat(32), "01kdvq8p7z3w5x6y7z8a9b0c1d", AT)
                .answered(201, "{}")
                .withRevision(2)));
    all.add(
        new Sample<>(
            TOPICS.firstAnswers(),
            FirstAnswer.started("cd".repeat(32), "01kdvq8p7z3w5x6y7z8a9b0c1d", AT)
                .held("01kdvq8p7z3w5x6y7z8a9b0c1e", AT.plusSeconds(60))
                .withRevision(1),
            "FirstAnswer-held"));
    all.add(new Sample<>(TOPICS.flows(), flow().deleted(AT), "Flow-deleted"));
    all.add(new Sample<>(TOPICS.webhooks(), webhook()));
    all.add(new Sample<>(TOPICS.webhooks(), webhook().deleted(AT), "Webhook-deleted"));
    all.add(new Sample<>(TOPICS.webhookProgress(), progress()));
    return all;
  }

  private static List<BatchCommand> commands() {
    return List.of(
        new BatchCommand.BatchOpened(
            BATCH,
            AT,
            "January",
            agent(),
            1_000,
            250,
            AT.plusSeconds(900),
            AT.plusSeconds(3_600),
            RetryPlan.smartCallback(2, List.of(Duration.ofHours(24)))),
        new BatchCommand.BatchSealed(BATCH, AT, 250),
        new BatchCommand.BatchCancelled(BATCH, AT),
        new BatchCommand.BatchPaused(BATCH, AT),
        new BatchCommand.BatchResumed(BATCH, AT),
        new BatchCommand.BatchChanged(BATCH, AT, change()),
        new BatchCommand.BatchExtended(
            BATCH, AT, new BatchExtent(2, 1_001, 1_010, List.of(252L, 757L), true, 4_711L)),
        new BatchCommand.BatchForgotten(BATCH, AT));
  }

  /** A batch that more rows may be added to. */
  private static BatchCommand.BatchOpened keptOpen() {
    return new BatchCommand.BatchOpened(
            BATCH,
            AT,
            null,
            agent(),
            2,
            1,
            AT.plusSeconds(900),
            false,
            List.of("first_name"),
            BatchPlan.USUAL)
        .keptOpen(
            new BatchExtent(0, 1, 3, List.of(1L, 1L), false, 4_711L),
            new RowReading("US", "skip", true, false, true, false, Map.of("first_name", 2), 15));
  }

  /** Fifteen calls of twenty-four have failed. */
  static PausedBy pausedBy() {
    return PausedBy.of(15, 24, AT);
  }

  /** A change of everything. */
  static PlanRevision change() {
    return new PlanRevision(
        2,
        AT,
        "key_1",
        new BatchPlan(
            7,
            2.5,
            4,
            AT.plusSeconds(3_600),
            AT.plusSeconds(7_200),
            RetryPlan.smartCallback(2, List.of(Duration.ofHours(24)))));
  }

  /** A change back to what is usual, by nobody knows whom. */
  static PlanRevision usual() {
    return new PlanRevision(3, AT, null, BatchPlan.USUAL);
  }

  /** Rules of one outcome each. */
  static RetryPlan retryRules() {
    return new RetryPlan(
        4,
        10,
        List.of(
            new RetryRule(
                Set.of(Outcome.BUSY), 3, List.of(Duration.ofMinutes(30), Duration.ofHours(2))),
            new RetryRule(Set.of(Outcome.NO_ANSWER), 2, List.of(Duration.ofDays(1)))));
  }

  /** A limit of each kind. */
  static CallLimits callLimits() {
    return new CallLimits(
        List.of(
            new CallLimit(3, 24, null, null, null),
            new CallLimit(7, null, 7, CallLimit.Counts.CONNECTED, CallLimit.Scope.BATCH)),
        2);
  }

  /** An entry of a list. */
  private static Suppression entry() {
    return new Suppression(
        NUMBER,
        new DoNotCallList("complaints"),
        AT,
        false,
        AT.plusSeconds(86_400),
        "asked by mail",
        "key_1",
        "ask_1");
  }

  private static List<CallEvent> events() {
    return List.of(
        new CallEvent.Dialing(ATTEMPT, AT, "dialer-1"),
        new CallEvent.Connected(ATTEMPT, AT),
        new CallEvent.Progress(ATTEMPT, AT, "ringing"),
        new CallEvent.Ended(ATTEMPT, AT, Outcome.ANSWERED, 12.5, "Hello.", "all well"),
        new CallEvent.NotDialed(ATTEMPT, AT, AT, "worker is full", Duration.ofSeconds(1)),
        new CallEvent.NeverHeardOf(ATTEMPT, AT, true),
        new CallEvent.CallbackScheduled(CALL, AT, 1, Outcome.BUSY, AT.plusSeconds(86_400)),
        new CallEvent.CallHeld(CALL, AT, AT.plusSeconds(3_600), "3 per 24 hours"),
        new CallEvent.CallSettled(CALL, AT, 2, Outcome.NO_ANSWER),
        new CallEvent.BatchStopped(BATCH, AT, List.of(CALL)),
        new CallEvent.BatchFinished(BATCH, AT),
        new CallEvent.LateOptOut(ATTEMPT, AT),
        new CallEvent.PauseApplied(BATCH, AT, true, AT.minusMillis(40)),
        new CallEvent.BatchTripped(BATCH, AT, 0.625, 24),
        new CallEvent.ChangeApplied(BATCH, AT, change()),
        new CallEvent.NumberSuppressed(entry(), AT.plusMillis(30), true, 1, List.of(CALL)),
        new CallEvent.BatchExpired(BATCH, AT));
  }

  /** Reports that say who makes them, as they do since history tells it. */
  private static List<CallEvent.Report> saidReports() {
    return List.of(
        new CallEvent.Connected(ATTEMPT, AT).from(Source.callback("dialer-1")),
        new CallEvent.Progress(ATTEMPT, AT, "ringing").from(Source.callback("dialer-1")),
        new CallEvent.Ended(ATTEMPT, AT, Outcome.ANSWERED, 12.5, "Hello.", "all well")
            .from(Source.asked("dialer-1")),
        new CallEvent.NotDialed(ATTEMPT, AT, AT, "worker is full", Duration.ofSeconds(1))
            .from(Source.placed("dialer-1")),
        new CallEvent.NeverHeardOf(ATTEMPT, AT, true).from(Source.asked("dialer-1")));
  }

  private static CallingAgent agent() {
    return new CallingAgent(
        "agent_1",
        "Ringer",
        "gpt-4o-mini",
        "elevenlabs",
        "voice-1",
        "en-GB",
        "You call {first_name}.",
        "Hello {first_name}!",
        Map.of("company", "Acme"),
        new PhoneNumber("+15550001111"),
        600);
  }

  private static Workspace workspace() {
    return new Workspace(
        WS,
        "Acme",
        4,
        new Limits(50, 200, 1_000_000),
        List.of(new Workspace.ApiKey("key_1", "ab".repeat(32), Workspace.Role.OWNER)),
        List.of(new Workspace.OwnNumber("pn_1", new PhoneNumber("+15550001111"))),
        AT);
  }

  private static Agent storedAgent() {
    return new Agent(
        "agent_1",
        WS,
        "Ringer",
        Agent.Architecture.PIPELINE,
        "gpt-4o-mini",
        new Agent.TtsModel("elevenlabs", "voice-1", "en-GB", "Alice"),
        new Agent.Settings(0.5, 1.0, 0.7),
        "You call {first_name}.",
        "Hello {first_name}!",
        true,
        2,
        List.of(new Agent.Gap(1, 0.5)),
        List.of("pn_1"),
        Map.of("company", "Acme"),
        600,
        true,
        AT,
        AT.plusSeconds(60),
        null,
        null,
        null);
  }

  private static Agent agentWithDefaults() {
    return new Agent(
        "agent_3",
        WS,
        "Ringer",
        Agent.Architecture.PIPELINE,
        "gpt-4o-mini",
        null,
        null,
        "You call {first_name}.",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        true,
        AT,
        AT,
        null,
        7L,
        null,
        Map.of("first_name", "you"));
  }

  private static Agent agentOfTheAgentsFamily() {
    return new Agent(
        "agent_2",
        WS,
        "Ringer",
        Agent.Architecture.REALTIME,
        "gpt-4o-mini",
        new Agent.TtsModel("elevenlabs", "voice-1", "en-GB", "Alice"),
        null,
        "You call {first_name}.",
        null,
        null,
        null,
        null,
        List.of("pn_1"),
        null,
        null,
        true,
        AT,
        AT.plusSeconds(60),
        new Agent.Details(
            Agent.Mode.PRIVATE,
            "key_1",
            "deepgram",
            "openai",
            1.5,
            List.of("end_call"),
            List.of("book_table")),
        7L,
        null);
  }

  private static Webhook webhook() {
    return new Webhook(
        "whk_1",
        new WorkspaceId("acme"),
        "https://crm.example.com/peal",
        List.of("call.ended"),
        new BatchId("batch_b1"),
        "CRM",
        true,
        2,
        AT,
        AT,
        1,
        0,
        AT,
        AT,
        3L,
        null);
  }

  private static WebhookProgress progress() {
    return new WebhookProgress(
        "whk_1",
        new Lane(new WorkspaceId("acme"), 1),
        1_234,
        1,
        0,
        new WebhookProgress.Failing(AT, 2, AT.plusSeconds(4)),
        AT,
        AT,
        List.of(
            new WebhookProgress.Delivery(
                "evt_b1-0-1-1-ended", "call.ended", AT, 503, "answered 503", 12)));
  }

  private static Flow flow() {
    return new Flow(
        "flow_1",
        WS,
        "Reminder",
        Flow.Direction.BIDIRECTIONAL,
        "Tomorrow's appointments",
        "agent_1",
        "simple",
        Flow.Welcome.AI_CUSTOM,
        "Hello {first_name}!",
        "Remind {first_name}.",
        new Flow.FlowData(
            List.of(Map.of("id", "n1", "x", 5)), List.of(Map.of("from", "n1", "to", "n1"))),
        true,
        "https://example.com/hook",
        List.of(
            new Flow.VariableCollection(
                "c1", "Usual", true, List.of(new Flow.Variable("company", "Acme")))),
        Map.of("callSetting", Map.of("maxCallDuration", 120)),
        120,
        AT,
        AT.plusSeconds(60),
        4L,
        null);
  }
}
