package peal.projector.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;
import peal.projector.query.BatchSpan;
import peal.projector.query.CallShare;
import peal.projector.query.IndexedBlock;
import peal.projector.query.Instance;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneTotals;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.NumberCalls;
import peal.projector.query.RowRange;
import peal.service.http.InternalToken;
import peal.topics.DomainJson;

/** Reads a lane from another projector, over {@link LaneRoutes}. */
public final class RemoteLaneReader implements LaneReader {
  /** Long enough for the largest page; a dead process is noticed as its connection is refused. */
  private static final Duration LIMIT = Duration.ofMillis(1_500);

  private static final ObjectMapper JSON = DomainJson.newMapper();

  private final HttpClient http;
  private final InternalToken token;
  private final Instance instance;
  private final Lane lane;
  private final boolean copy;

  /** Reads {@code lane} from {@code instance}, which owns it or (if {@code copy}) follows it. */
  public RemoteLaneReader(
      HttpClient http, InternalToken token, Instance instance, Lane lane, boolean copy) {
    this.http = http;
    this.token = token;
    this.instance = instance;
    this.lane = lane;
    this.copy = copy;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public Optional<LaneBatch> batch(BatchId batch) {
    return get("/batches/" + batch, "", new TypeReference<LaneBatch>() {});
  }

  @Override
  public List<BatchId> batchIds(int limit, BatchId before) {
    String older = before == null ? "" : "&before=" + before;
    return get("/batch-ids", "&limit=" + limit + older, new TypeReference<List<String>>() {})
        .orElse(List.of())
        .stream()
        .map(BatchId::new)
        .toList();
  }

  @Override
  public List<LaneBatch> batches(BatchSpan span) {
    String oldest = span.oldest() == null ? "" : "&oldest=" + span.oldest();
    String newest = span.newest() == null ? "" : "&newest=" + span.newest();
    return get("/batches", oldest + newest, new TypeReference<List<LaneBatch>>() {})
        .orElse(List.of());
  }

  @Override
  public LaneTotals totals() {
    return get("/totals", "", new TypeReference<LaneTotals>() {}).orElse(LaneTotals.NONE);
  }

  @Override
  public List<IndexedBlock> blocks(BatchId batch) {
    return get("/batches/" + batch + "/blocks", "", new TypeReference<List<IndexedBlock>>() {})
        .orElse(List.of());
  }

  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return calls(batch, ranges, statuses, limit, CallShare.ALL);
  }

  /** An instance of an earlier version gives all of them. */
  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit, CallShare share) {
    String bytes =
        share.bytes() > Integer.MAX_VALUE
            ? ""
            : "&bytes=%d&transcripts=%s".formatted(share.bytes(), share.transcripts());
    return get(
            "/batches/" + batch + "/calls",
            wanted(ranges, statuses, limit) + bytes,
            new TypeReference<List<LaneCall>>() {})
        .orElse(List.of());
  }

  @Override
  public List<Long> rows(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    HttpResponse<byte[]> answer =
        ask("/batches/" + batch + "/rows", wanted(ranges, statuses, limit));
    if (answer.statusCode() == 404) {
      // An earlier version, in the middle of an upgrade.
      return calls(batch, ranges, statuses, limit).stream().map(call -> call.id().row()).toList();
    }
    return read(answer, new TypeReference<List<Long>>() {}).orElse(List.of());
  }

  private static String wanted(List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    String words = statuses.stream().map(CallStatus::name).collect(Collectors.joining(","));
    return "&ranges=" + RowRange.format(ranges) + "&statuses=" + words + "&limit=" + limit;
  }

  @Override
  public Optional<LaneCall> call(BatchId batch, long row) {
    return get("/batches/" + batch + "/calls/" + row, "", new TypeReference<LaneCall>() {});
  }

  @Override
  public LaneLists lists() {
    return get("/do-not-call", "", new TypeReference<LaneLists>() {}).orElse(LaneLists.NONE);
  }

  @Override
  public List<ListEntry> entries(PhoneNumber number) {
    return entries("&phone_number=" + encoded(number));
  }

  @Override
  public List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
    String from = after == null ? "" : "&after=" + encoded(after);
    return entries("&list=" + list + "&limit=" + limit + from);
  }

  private List<ListEntry> entries(String which) {
    return get("/do-not-call/entries", which, new TypeReference<List<ListEntry>>() {})
        .orElse(List.of());
  }

  private static String encoded(PhoneNumber number) {
    return URLEncoder.encode(number.e164(), StandardCharsets.UTF_8);
  }

  @Override
  public NumberCalls numbered(PhoneNumber number, BatchId in, BatchId before) {
    String batch = in == null ? "" : "&batch=" + in;
    String older = before == null ? "" : "&before=" + before;
    return get(
            "/numbered",
            "&number=" + number.digits() + batch + older,
            new TypeReference<NumberCalls>() {})
        .orElseThrow(() -> new LaneUnavailable(lane, instance + " looks for no number", null));
  }

  @Override
  public LaneEventPage.Span eventSpan() {
    return get("/events/span", "", new TypeReference<LaneEventPage.Span>() {})
        .orElseThrow(() -> new LaneUnavailable(lane, instance + " gives no events", null));
  }

  @Override
  public long eventsFrom(Instant instant) {
    return get("/events/from", "&time=" + instant.toEpochMilli(), new TypeReference<Long>() {})
        .orElseThrow(() -> new LaneUnavailable(lane, instance + " gives no events", null));
  }

  @Override
  public LaneEventPage events(long from, int limit, long bytes) {
    String query = "&from=%d&limit=%d&bytes=%d".formatted(from, limit, bytes);
    return get("/events", query, new TypeReference<LaneEventPage>() {})
        .orElseThrow(() -> new LaneUnavailable(lane, instance + " gives no events", null));
  }

  private <T> Optional<T> get(String path, String query, TypeReference<T> type) {
    return read(ask(path, query), type);
  }

  private <T> Optional<T> read(HttpResponse<byte[]> answer, TypeReference<T> type) {
    try {
      return switch (answer.statusCode()) {
        case 200 -> Optional.of(JSON.readValue(answer.body(), type));
        case 204 -> Optional.empty();
        default -> throw new LaneUnavailable(lane, instance + " says " + answer.statusCode(), null);
      };
    } catch (IOException e) {
      throw new LaneUnavailable(lane, instance + " cannot be understood", e);
    }
  }

  private HttpResponse<byte[]> ask(String path, String query) {
    URI uri =
        URI.create(
            "http://%s/internal/lanes/%s/%d%s?copy=%s%s"
                .formatted(instance, lane.workspace(), lane.index(), path, copy, query));
    try {
      return http.send(
          token.sign(HttpRequest.newBuilder(uri).timeout(LIMIT)).GET().build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new LaneUnavailable(lane, instance + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaneUnavailable(lane, "interrupted", e);
    }
  }
}
