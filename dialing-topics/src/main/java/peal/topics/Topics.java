package peal.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import peal.domain.Agent;
import peal.domain.DialRequest;
import peal.domain.DialingStop;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;

/**
 * Peal's topics, all of them. Nobody names a topic or picks a serde anywhere else.
 *
 * <p>Topics of a lane's life share one partition count, so that one task sees all of a lane.
 */
public final class Topics {
  /** Partitions where nothing else is said: up to 12 instances of a service share the work. */
  public static final int DEFAULT_PARTITIONS = 12;

  /** Where records go that cannot be taken in. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** Largest record of an input: Kafka's own default, said here so that more is never taken in. */
  public static final int LARGEST_INPUT = 1_048_588;

  /**
   * Largest record of what is made of inputs: a request holds an agent and a row, the stop of a
   * batch all of its open calls, a dead letter the record and why it is there, a changelog a call
   * with all that was said.
   */
  public static final int LARGEST_DERIVED = 4 * LARGEST_INPUT;

  /** Bytes of a record that are left to its key, its headers and Kafka's own. */
  static final int ROOM_FOR_HEADERS = 8 * 1024;

  private static final Duration UNCOMPACTED = Duration.ofHours(1);

  private static final Map<String, String> COMPACTED =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          // A change that did not count must not outlive the one that did: see ADR 10.
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
          Long.toString(UNCOMPACTED.toMillis()));

  private final int partitions;
  private final Topic<String, BatchCommand> batchCommands;
  private final Topic<String, Suppression> suppressions;
  private final Topic<String, CallQueued> callJobs;
  private final Topic<String, CallQueued> callJobsBulk;
  private final Topic<String, CallEvent> callEvents;
  private final Topic<String, DialRequest> dialRequests;
  private final Topic<String, Workspace> workspaces;
  private final Topic<String, DialingStop> dialingStops;
  private final Topic<String, Agent> agents;
  private final Topic<String, Flow> flows;
  private final Topic<String, FirstAnswer> firstAnswers;
  private final Topic<String, Webhook> webhooks;
  private final Topic<String, WebhookProgress> webhookProgress;
  private final Topic<byte[], byte[]> deadLetters;

  /** The catalogue for a cluster whose lane topics have {@code partitions} partitions. */
  public Topics(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1");
    }
    this.partitions = partitions;
    this.batchCommands = lanes("batch-commands", BatchCommand.class, kept(Duration.ofDays(14)));
    this.suppressions = lanes("suppressions", Suppression.class, COMPACTED);
    this.callJobs = lanes("call-jobs", CallQueued.class, kept(Duration.ofDays(14)));
    this.callJobsBulk = lanes("call-jobs-bulk", CallQueued.class, kept(Duration.ofDays(14)));
    this.callEvents = lanes("call-events", CallEvent.class, largest(kept(Duration.ofDays(30))));
    this.dialRequests =
        lanes("dial-requests", DialRequest.class, largest(kept(Duration.ofDays(1))));
    this.workspaces = table("workspaces", Workspace.class);
    this.dialingStops = table("dialing-stops", DialingStop.class);
    this.agents = table("agents", Agent.class);
    this.flows = table("flows", Flow.class);
    this.firstAnswers =
        new Topic<>(
            "first-answers",
            Serdes.String(),
            serde(FirstAnswer.class, LARGEST_INPUT),
            1,
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                Long.toString(UNCOMPACTED.toMillis()),
                TopicConfig.RETENTION_MS_CONFIG,
                // A day longer than anybody counts the numbers of a key's answers: who begins to
                // read must know the last one, or it would count from 1 beside others.
                Long.toString(Duration.ofDays(4).toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofHours(6).toMillis())));
    this.webhooks = table("webhooks", Webhook.class);
    this.webhookProgress = table("webhook-progress", WebhookProgress.class);
    this.deadLetters =
        new Topic<>(
            DEAD_LETTERS,
            Serdes.ByteArray(),
            Serdes.ByteArray(),
            1,
            largest(kept(Duration.ofDays(30))));
  }

  /** What is said of batches as a whole, {@link BatchCommand}; key: lane. Read before any row. */
  public Topic<String, BatchCommand> batchCommands() {
    return batchCommands;
  }

  /**
   * Who is put on do-not-call lists and taken off; key: {@code workspaceId/lane/number/list};
   * compacted. Read behind commands and events, before any row.
   */
  public Topic<String, Suppression> suppressions() {
    return suppressions;
  }

  /** CallQueued of small batches and single calls; key: lane. Read before bulk rows. */
  public Topic<String, CallQueued> callJobs() {
    return callJobs;
  }

  /** CallQueued of big batches; key: lane. */
  public Topic<String, CallQueued> callJobsBulk() {
    return callJobsBulk;
  }

  /** Reports of workers and decisions of dispatch; key: lane. */
  public Topic<String, CallEvent> callEvents() {
    return callEvents;
  }

  /** DialRequest; key: lane, so that one worker dials a lane and keeps its pace. */
  public Topic<String, DialRequest> dialRequests() {
    return dialRequests;
  }

  /** Workspaces; key: workspace id; compacted. */
  public Topic<String, Workspace> workspaces() {
    return workspaces;
  }

  /** What was said last of stopping; key: {@code all}, or scope/id; compacted. */
  public Topic<String, DialingStop> dialingStops() {
    return dialingStops;
  }

  /** Agents; key: {@code workspaceId/agentId}; compacted. */
  public Topic<String, Agent> agents() {
    return agents;
  }

  /** Flows; key: {@code workspaceId/flowId}; compacted. */
  public Topic<String, Flow> flows() {
    return flows;
  }

  /** Answers to requests with an idempotency key; key: {@code workspaceId/hash of the key}. */
  public Topic<String, FirstAnswer> firstAnswers() {
    return firstAnswers;
  }

  /** Webhooks; key: {@code workspaceId/webhookId}; compacted. */
  public Topic<String, Webhook> webhooks() {
    return webhooks;
  }

  /** How far they are told; key: {@code workspaceId/webhookId/lane}; compacted. */
  public Topic<String, WebhookProgress> webhookProgress() {
    return webhookProgress;
  }

  /** Records that could not be read, as they came. */
  public Topic<byte[], byte[]> deadLetters() {
    return deadLetters;
  }

  /** Every topic above. */
  public List<Topic<?, ?>> all() {
    return List.of(
        batchCommands,
        suppressions,
        callJobs,
        callJobsBulk,
        callEvents,
        dialRequests,
        workspaces,
        dialingStops,
        agents,
        flows,
        firstAnswers,
        webhooks,
        webhookProgress,
        deadLetters);
  }

  /** Partitions of every lane topic. */
  public int partitions() {
    return partitions;
  }

  /** The partition of every lane topic on which {@code lane} lies. */
  public int partitionOf(Lane lane) {
    return lane.partition(partitions);
  }

  /** A record for the lane, on the lane's partition, stamped with the event's own time. */
  public <V extends LaneEvent> ProducerRecord<String, V> record(
      Topic<String, V> topic, Lane lane, V event) {
    return new ProducerRecord<>(
        topic.name(), partitionOf(lane), event.at().toEpochMilli(), key(lane, event), event);
  }

  /**
   * The key of a lane's record. Of entries of lists the last of each is kept, so each has a key of
   * its own.
   */
  public static String key(Lane lane, LaneEvent event) {
    return event instanceof Suppression entry
        ? lane.key() + "/" + entry.number().e164() + "/" + entry.list()
        : lane.key();
  }

  private <V> Topic<String, V> lanes(String name, Class<V> type, Map<String, String> settings) {
    return new Topic<>(
        name, Serdes.String(), serde(type, Topic.largest(settings)), partitions, settings);
  }

  private static <V> Topic<String, V> table(String name, Class<V> type) {
    return new Topic<>(name, Serdes.String(), serde(type, LARGEST_INPUT), 1, COMPACTED);
  }

  private static <V> Serde<V> serde(Class<V> type, int largest) {
    return EnvelopeSerde.of(type, 1, largest);
  }

  private static Map<String, String> largest(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DERIVED));
    return all;
  }

  private static Map<String, String> kept(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()));
  }
}
