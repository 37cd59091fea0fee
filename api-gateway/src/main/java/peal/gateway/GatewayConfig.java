package peal.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.github.gestalt.config.annotations.Config;
import peal.service.http.Token;
import peal.topics.TopicProvision;

/**
 * The gateway's settings, {@code PEAL_…} in the environment.
 *
 * @param host interface to bind
 * @param port port to bind; 0 for any free one
 * @param partitions partitions of the lane topics, as everywhere in the cluster
 * @param provision whether missing topics are created at start
 * @param internalToken what the services of one Peal show each other; needed where others than this
 *     machine can reach them
 * @param ingestUrls ingest services, separated by commas; the next is tried when one cannot be
 *     reached
 * @param projectorUrls status projectors, likewise
 * @param adminToken opens {@code /admin/workspaces}, 16–200 characters; without it there is no such
 *     path
 * @param adminHost interface of the operator's port, where it has one
 * @param adminPort port of {@code /admin}, which then is not on the other; 0 for any free one
 * @param maxJsonBytes longest JSON body of a request
 * @param tableMegabytes MB of agents, flows and remembered requests that all workspaces may have
 *     together, 0-1,000,000; 0 for an eighth of the heap
 * @param jsonSeconds how long a JSON body may take to come in
 * @param maxUploadBytes longest upload, form included; a file itself may have 20 MB
 * @param querySeconds how long a projector may take for an answer
 * @param uploadSeconds how long an upload may take, from the first byte to ingest's answer
 * @param cancelSeconds how long a cancel, a pause or a resume waits for every lane
 * @param apiRequestsPerMinute requests a minute that a key may make where its workspace has no
 *     limit of its own; 0 for any number
 * @param unknownKeysPerMinute keys and tokens that are none, of one address, that are looked at in
 *     a minute before they are answered with 429; 0 for any number
 * @param gateways how many gateways there are, which share that limit
 * @param gatewaysName a name whose addresses are the gateways, where they come and go
 * @param kafkaSeconds how long a start waits for Kafka to be there
 * @param stopNoticeSeconds how long a stop says that it is not ready and serves on, so that load
 *     balancers notice; 0-300
 * @param stopSeconds how long requests under way may take after that; 0-3,600
 * @param livePollMillis time between two looks at a batch to which somebody listens, 100–60,000 ms
 * @param liveHeartbeatSeconds longest silence on a stream of events, 1–300 s
 * @param liveStreams streams of events that a workspace may have open at this gateway, 1–100,000
 * @param resultDownloads files of results that a workspace may read at once at this gateway,
 *     1–1,000
 * @param connections that may be open at a port, 10–1,000,000; others wait to be accepted
 * @param allowedOrigins web pages that browsers may call this API from, separated by commas, such
 *     as {@code https://crm.example.com}; none by default
 * @param webhookKey from which webhooks' secrets follow, 16–200 characters, as at the projectors;
 *     without it there are none
 * @param webhookPrivateAddresses whether webhooks may lead into private networks, and do without
 *     TLS; as at the projectors
 */
public record GatewayConfig(
    @Config(defaultVal = "127.0.0.1") String host,
    @Config(defaultVal = "8080") int port,
    @Config(defaultVal = "12") int partitions,
    @Config(defaultVal = "CREATE") TopicProvision provision,
    Optional<String> internalToken,
    @Config(defaultVal = "http://127.0.0.1:8081") String ingestUrls,
    @Config(defaultVal = "http://127.0.0.1:8083") String projectorUrls,
    Optional<String> adminToken,
    @Config(defaultVal = "127.0.0.1") String adminHost,
    Optional<Integer> adminPort,
    @Config(defaultVal = "1000000") int maxJsonBytes,
    @Config(defaultVal = "0") int tableMegabytes,
    @Config(defaultVal = "10") int jsonSeconds,
    @Config(defaultVal = "22020096") long maxUploadBytes,
    @Config(defaultVal = "15") int querySeconds,
    @Config(defaultVal = "600") int uploadSeconds,
    @Config(defaultVal = "10") int cancelSeconds,
    @Config(defaultVal = "60") int apiRequestsPerMinute,
    @Config(defaultVal = "600") int unknownKeysPerMinute,
    @Config(defaultVal = "1") int gateways,
    Optional<String> gatewaysName,
    @Config(defaultVal = "60") int kafkaSeconds,
    @Config(defaultVal = "0") int stopNoticeSeconds,
    @Config(defaultVal = "20") int stopSeconds,
    @Config(defaultVal = "500") int livePollMillis,
    @Config(defaultVal = "15") int liveHeartbeatSeconds,
    @Config(defaultVal = "50") int liveStreams,
    @Config(defaultVal = "5") int resultDownloads,
    @Config(defaultVal = "4000") int connections,
    Optional<String> allowedOrigins,
    Optional<String> webhookKey,
    @Config(defaultVal = "false") boolean webhookPrivateAddresses) {
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#*@\\s]+");

  /** Refuses what could not work, naming the setting. */
  public GatewayConfig {
    adminToken.ifPresent(token -> Token.checked("PEAL_ADMIN_TOKEN", token));
    urls("PEAL_INGEST_URLS", ingestUrls);
    urls("PEAL_PROJECTOR_URLS", projectorUrls);
    atLeastOne("PEAL_PARTITIONS", partitions);
    atLeastOne("PEAL_MAX_JSON_BYTES", maxJsonBytes);
    atLeastOne("PEAL_JSON_SECONDS", jsonSeconds);
    atLeastOne("PEAL_MAX_UPLOAD_BYTES", maxUploadBytes);
    atLeastOne("PEAL_QUERY_SECONDS", querySeconds);
    atLeastOne("PEAL_UPLOAD_SECONDS", uploadSeconds);
    atLeastOne("PEAL_CANCEL_SECONDS", cancelSeconds);
    atLeastOne("PEAL_KAFKA_SECONDS", kafkaSeconds);
    atLeastOne("PEAL_GATEWAYS", gateways);
    within("PEAL_TABLE_MEGABYTES", tableMegabytes, 0, 1_000_000);
    within("PEAL_LIVE_POLL_MILLIS", livePollMillis, 100, 60_000);
    within("PEAL_LIVE_HEARTBEAT_SECONDS", liveHeartbeatSeconds, 1, 300);
    within("PEAL_LIVE_STREAMS", liveStreams, 1, 100_000);
    within("PEAL_RESULT_DOWNLOADS", resultDownloads, 1, 1_000);
    within("PEAL_CONNECTIONS", connections, 10, 1_000_000);
    allowedOrigins.ifPresent(GatewayConfig::origins);
    if (stopNoticeSeconds < 0 || stopNoticeSeconds > 300) {
      throw new IllegalArgumentException("PEAL_STOP_NOTICE_SECONDS must be 0-300");
    }
    if (stopSeconds < 0 || stopSeconds > 3_600) {
      throw new IllegalArgumentException("PEAL_STOP_SECONDS must be 0-3600");
    }
    if (unknownKeysPerMinute < 0) {
      throw new IllegalArgumentException("PEAL_UNKNOWN_KEYS_PER_MINUTE must be at least 0");
    }
    if (apiRequestsPerMinute < 0) {
      throw new IllegalArgumentException("PEAL_API_REQUESTS_PER_MINUTE must be at least 0");
    }
  }

  /** Does not show the tokens. */
  @Override
  public String toString() {
    return "GatewayConfig[" + host + ":" + port + "]";
  }

  /** Where ingest is, at least one address. */
  public List<URI> ingest() {
    return urls("PEAL_INGEST_URLS", ingestUrls);
  }

  /** Where the projectors are, at least one address. */
  public List<URI> projectors() {
    return urls("PEAL_PROJECTOR_URLS", projectorUrls);
  }

  /** {@link #tableMegabytes} in bytes, whatever it is. */
  public long tableBytes() {
    return tableMegabytes == 0 ? Runtime.getRuntime().maxMemory() / 8 : (long) tableMegabytes << 20;
  }

  /** {@link #querySeconds} as a duration. */
  public Duration queryLimit() {
    return Duration.ofSeconds(querySeconds);
  }

  /** {@link #jsonSeconds} as a duration. */
  public Duration jsonLimit() {
    return Duration.ofSeconds(jsonSeconds);
  }

  /** {@link #uploadSeconds} as a duration. */
  public Duration uploadLimit() {
    return Duration.ofSeconds(uploadSeconds);
  }

  /** {@link #cancelSeconds} as a duration. */
  public Duration cancelLimit() {
    return Duration.ofSeconds(cancelSeconds);
  }

  /** {@link #stopNoticeSeconds} as a duration. */
  public Duration stopNotice() {
    return Duration.ofSeconds(stopNoticeSeconds);
  }

  /** {@link #stopSeconds} as a duration. */
  public Duration stopLimit() {
    return Duration.ofSeconds(stopSeconds);
  }

  /** {@link #livePollMillis} as a duration. */
  public Duration livePoll() {
    return Duration.ofMillis(livePollMillis);
  }

  /** {@link #liveHeartbeatSeconds} as a duration. */
  public Duration liveHeartbeat() {
    return Duration.ofSeconds(liveHeartbeatSeconds);
  }

  /** Whose pages browsers may call this API from. */
  public Set<String> origins() {
    return allowedOrigins.map(GatewayConfig::origins).orElse(Set.of());
  }

  private static Set<String> origins(String list) {
    Set<String> origins = new LinkedHashSet<>();
    for (String one : list.split(",")) {
      String origin = one.strip().toLowerCase(Locale.ROOT);
      if (!origin.isEmpty() && !ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "PEAL_ALLOWED_ORIGINS must be origins such as https://crm.example.com, separated by"
                + " commas: no path, no *");
      }
      origins.add(origin);
    }
    origins.remove("");
    return origins;
  }

  private static void within(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s must be %,d-%,d".formatted(setting, least, most));
    }
  }

  private static void atLeastOne(String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1");
    }
  }

  private static List<URI> urls(String setting, String list) {
    List<URI> urls =
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(url -> URI.create(url.replaceAll("/+$", "")))
            .toList();
    if (urls.isEmpty() || urls.stream().anyMatch(url -> url.getHost() == null)) {
      throw new IllegalArgumentException(setting + " must be http URLs separated by commas");
    }
    return urls;
  }
}
