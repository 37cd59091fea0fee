package peal.gateway.donotcall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.Stale;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * Asks the projectors how do-not-call lists stand, and what lanes said to a change. Thread-safe.
 */
public final class ListStates {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  /** Entries; as many as a projector gives. */
  private static final int LONGEST_PAGE = 1_000;

  private final Backends projectors;
  private final Patience patience;
  private final Duration limit;

  /**
   * What lanes said to a change.
   *
   * @param changed numbers of which the list was changed
   * @param unchanged numbers of which it stood so before
   * @param withdrawn calls that were ended, or are being withdrawn
   * @param out calls with an attempt out
   */
  record Said(long changed, long unchanged, long withdrawn, long out) {
    static final Said NOTHING = new Said(0, 0, 0, 0);

    Said plus(Said other) {
      return new Said(
          changed + other.changed,
          unchanged + other.unchanged,
          withdrawn + other.withdrawn,
          out + other.out);
    }

    private static Said of(JsonNode json) {
      return new Said(
          json.path("changed").asLong(),
          json.path("unchanged").asLong(),
          json.path("withdrawn").asLong(),
          json.path("out").asLong());
    }
  }

  /**
   * How a workspace's lists stand.
   *
   * @param known whether the list that was asked for has entries
   * @param lists how many lists have, beside {@link DoNotCallList#OPT_OUT}
   * @param total entries of all
   */
  record Sizes(boolean known, int lists, long total) {}

  /**
   * Asks {@code projectors}.
   *
   * @param limit how long to wait for the lanes, beside a millisecond for each number
   */
  public ListStates(Backends projectors, Patience patience, Duration limit) {
    this.projectors = projectors;
    this.patience = patience;
    this.limit = limit;
  }

  /** The time as it is on the wire. */
  Instant now() {
    return patience.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** What the client asks for; {@code rest} is path and query, whose first {@code &} is there. */
  Answer of(Workspace workspace, String path, String query, String requestId) {
    return projectors.get(
        "/workspaces/%s/do-not-call%s?lanes=%d%s"
            .formatted(workspace.id(), path, workspace.lanes(), query),
        requestId);
  }

  /**
   * How the workspace's lists stand.
   *
   * @throws ApiError 503 nobody can tell
   */
  Sizes sizes(Workspace workspace, DoNotCallList list, String requestId) {
    JsonNode json =
        patience
            .await(limit, () -> standing(workspace, requestId), Optional::isPresent)
            .orElseThrow(
                () -> Refusals.unavailable("How the lists stand is not known now. Try again."));
    boolean known = false;
    int lists = 0;
    for (JsonNode each : json.path("lists")) {
      String name = each.path("list").asText();
      known |= name.equals(list.value());
      lists += name.equals(DoNotCallList.OPT_OUT.value()) ? 0 : 1;
    }
    return new Sizes(known, lists, json.path("total").asLong());
  }

  /** While the owner of a lane is moving nobody can tell. */
  private Optional<JsonNode> standing(Workspace workspace, String requestId) {
    try {
      return json(of(workspace, "", "", requestId));
    } catch (ApiError e) {
      return Optional.empty();
    }
  }

  /**
   * What the lanes said to {@code change} once they have said something to all of its {@code
   * numbers}.
   *
   * @throws ApiError 503 that took too long; what was asked for happens all the same
   */
  Said await(Workspace workspace, String change, int numbers, String requestId) {
    Said said =
        patience.await(
            limit.plusMillis(numbers),
            () -> said(workspace, change, requestId),
            seen -> seen.changed() + seen.unchanged() >= numbers);
    if (said.changed() + said.unchanged() < numbers) {
      throw Refusals.unavailable(
          "The list is being changed, but not every lane has taken note yet. Ask again.");
    }
    return said;
  }

  /**
   * Entries of a list, in the order of their numbers.
   *
   * @param entries whose, and when they were last asked for
   * @param next the number behind which there are more
   */
  record Page(Map<PhoneNumber, Instant> entries, Optional<PhoneNumber> next) {
    private static Page of(JsonNode json) {
      Map<PhoneNumber, Instant> entries = new LinkedHashMap<>();
      for (JsonNode entry : json.path("entries")) {
        JsonNode said = entry.path(entry.has("confirmed") ? "confirmed" : "since");
        entries.put(
            new PhoneNumber(entry.path("phone_number").asText()),
            Instant.ofEpochMilli(said.asLong()));
      }
      return new Page(
          entries,
          json.has("next")
              ? Optional.of(new PhoneNumber(json.path("next").asText()))
              : Optional.empty());
    }
  }

  /**
   * The entries of {@code list} behind {@code after}, as the owners of their lanes know them: a
   * copy might not know yet that somebody was put on it again.
   *
   * @throws ApiError 503 nobody can tell
   */
  Page page(
      Workspace workspace, DoNotCallList list, Optional<PhoneNumber> after, String requestId) {
    String behind = after.map(number -> "&after=%2B" + number.digits()).orElse("");
    String query = "&list=" + list + "&limit=" + LONGEST_PAGE + behind;
    return patience
        .await(limit, () -> page(workspace, query, requestId), Optional::isPresent)
        .orElseThrow(() ->
            Refusals.unavailable("Who is on the list is not known now. Try again in a moment."));
  }

  private Optional<Page> page(Workspace workspace, String query, String requestId) {
    try {
      Answer answer = of(workspace, "/entries", query, requestId);
      return answer.headers().containsKey(Stale.HEADER)
          ? Optional.empty()
          : json(answer).map(Page::of);
    } catch (ApiError e) {
      return Optional.empty();
    }
  }

  /** While the owner of a lane is moving nobody can tell; the wait goes on. */
  private Said said(Workspace workspace, String change, String requestId) {
    try {
      return json(of(workspace, "/answer", "&request=" + change, requestId))
          .map(Said::of)
          .orElse(Said.NOTHING);
    } catch (ApiError e) {
      return Said.NOTHING;
    }
  }

  private static Optional<JsonNode> json(Answer answer) {
    try {
      return answer.status() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("a projector's answer is no JSON", e);
    }
  }
}
