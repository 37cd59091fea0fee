package peal.gateway.workspaces;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Quotas;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.domain.Workspace.OwnNumber;
import peal.domain.WorkspaceId;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.numbers.NumberReader;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;
import peal.service.Ids;

/** Reads what operators want of a workspace. Every method refuses with a 400 naming the field. */
final class WorkspaceRequest {
  private static final int MOST_LANES = 64;
  private static final int MOST_NUMBERS = 1_000;
  private static final int NAME = 200;
  private static final NumberReader NUMBERS = new NumberReader(Optional.empty());
  private static final String SHORT_ID = "[A-Za-z0-9_-]{1,64}";

  private WorkspaceRequest() {}

  /** A key that the operator chose: 16–200 printable characters without spaces. */
  static Optional<String> presetKey(JsonFields fields) {
    Optional<String> key = fields.text("apiKey", NAME);
    if (key.isPresent() && !key.get().matches("[!-~]{16,}")) {
      throw Refusals.field(
          "apiKey", "'apiKey' must be 16 to 200 printable ASCII characters without spaces.");
    }
    return key;
  }

  static String id(JsonFields fields, String freeId) {
    String id = fields.text("id", NAME).orElse(freeId);
    if (!id.matches(SHORT_ID)) {
      throw Refusals.field("id", "'id' must be 1-64 letters, digits, '-' or '_'.");
    }
    return id;
  }

  static Workspace create(JsonFields fields, String freeId, Ids ids, ApiKey key, Instant now) {
    String id = id(fields, freeId);
    int lanes = fields.integer("lanes", 1, MOST_LANES).orElse(1);
    return new Workspace(
        new WorkspaceId(id),
        fields.text("name", NAME).orElse(id),
        lanes,
        limits(fields, Limits.DEFAULT, lanes),
        List.of(key),
        phoneNumbers(fields, List.of(), ids).orElse(List.of()),
        now);
  }

  static Workspace change(JsonFields fields, Workspace before, Ids ids) {
    if (fields.has("lanes")) {
      throw Refusals.field(
          "lanes", "'lanes' is fixed when a workspace is created: numbers must keep their lane.");
    }
    return new Workspace(
        before.id(),
        fields.text("name", NAME).orElse(before.name()),
        before.lanes(),
        limits(fields, before.limits(), before.lanes()),
        before.keys(),
        phoneNumbers(fields, before.phoneNumbers(), ids).orElse(before.phoneNumbers()),
        before.createdAt(),
        before.revision());
  }

  /** A lane that may have no call open would keep its rows for ever. */
  private static int calls(JsonFields fields, int otherwise, int lanes) {
    Optional<Integer> calls = fields.integer("maxConcurrentCalls", 1, 1_000_000);
    if (calls.isPresent() && calls.get() < lanes) {
      throw Refusals.field(
          "maxConcurrentCalls",
          "'maxConcurrentCalls' must be at least the number of 'lanes', %d: each lane needs a call."
              .formatted(lanes));
    }
    return calls.orElse(otherwise);
  }

  private static Limits limits(JsonFields fields, Limits otherwise, int lanes) {
    double pace = fields.number("callsPerSecond", 0, 10_000).orElse(otherwise.callsPerSecond());
    int calls = calls(fields, otherwise.maxConcurrentCalls(), lanes);
    int rows = fields.integer("maxRowsPerBatch", 1, 10_000_000).orElse(otherwise.maxRowsPerBatch());
    Integer requests =
        fields
            .integer("apiRequestsPerMinute", 0, 1_000_000)
            .orElse(otherwise.apiRequestsPerMinute());
    Quotas quotas = quotas(fields, otherwise.quotas());
    try {
      return new Limits(pace, calls, rows, requests, quotas);
    } catch (IllegalArgumentException e) {
      throw Refusals.field("callsPerSecond", "'callsPerSecond': " + e.getMessage() + ".");
    }
  }

  /** Null as long as nobody sets one, so that what is usual may change. */
  private static Quotas quotas(JsonFields fields, Quotas otherwise) {
    Quotas before = otherwise == null ? Quotas.NONE : otherwise;
    Quotas now =
        new Quotas(
            bytes(fields, "maxDefinitionBytes", 1_000_000_000).orElse(before.definitionBytes()),
            bytes(fields, "maxRepeatBytes", 1_000_000_000).orElse(before.repeatBytes()),
            fields.integer("maxOpenBatches", 1, 1_000_000).orElse(before.openBatches()),
            fields.integer("maxKeptCalls", 1, 1_000_000_000).orElse(before.keptCalls()),
            fields.integer("maxKeptMegabytes", 1, 1_000_000).orElse(before.keptMegabytes()));
    return now.equals(before) ? otherwise : now;
  }

  private static Optional<Long> bytes(JsonFields fields, String name, int most) {
    return fields.integer(name, 1, most).map(Integer::longValue);
  }

  /**
   * Each a text, or {@code {"id", "number", "carrier"}}; a number that was there before keeps what
   * is not said.
   */
  private static Optional<List<OwnNumber>> phoneNumbers(
      JsonFields fields, List<OwnNumber> before, Ids ids) {
    Optional<List<OwnNumber>> numbers =
        fields.items(
            "phoneNumbers", MOST_NUMBERS, (path, item) -> phoneNumber(path, item, before, ids));
    numbers.ifPresent(WorkspaceRequest::refuseRepeats);
    return numbers;
  }

  private static OwnNumber phoneNumber(
      String path, JsonNode item, List<OwnNumber> before, Ids ids) {
    if (item.isTextual()) {
      return named(null, number(path, item.asText()), null, before, ids);
    }
    JsonFields fields = JsonFields.object(path, item);
    return named(
        shortId(fields, path, "id"),
        number(fields.path("number"), fields.requiredText("number", NAME)),
        shortId(fields, path, "carrier"),
        before,
        ids);
  }

  private static String shortId(JsonFields fields, String path, String name) {
    String id = fields.text(name, NAME).orElse(null);
    if (id != null && !id.matches(SHORT_ID)) {
      throw Refusals.field(
          path, "'" + path + "." + name + "' must be 1-64 letters, digits, '-' or '_'.");
    }
    return id;
  }

  private static OwnNumber named(
      String id, PhoneNumber number, String carrier, List<OwnNumber> before, Ids ids) {
    Optional<OwnNumber> known =
        before.stream().filter(own -> own.number().equals(number)).findFirst();
    return new OwnNumber(
        Optional.ofNullable(id)
            .or(() -> known.map(OwnNumber::id))
            .orElseGet(() -> "number_" + ids.next()),
        number,
        Optional.ofNullable(carrier).or(() -> known.map(OwnNumber::carrier)).orElse(null));
  }

  private static PhoneNumber number(String path, String text) {
    return switch (NUMBERS.read(text)) {
      case Read read -> read.number();
      case Refused refused ->
          throw Refusals.field(
              path, "'" + path + "' is no number to call from. " + refused.message());
    };
  }

  private static void refuseRepeats(List<OwnNumber> numbers) {
    Set<Object> seen = new HashSet<>();
    for (OwnNumber own : numbers) {
      if (!seen.add(own.id()) || !seen.add(own.number())) {
        throw Refusals.field(
            "phoneNumbers", "'phoneNumbers' has a number or an id more than once.");
      }
    }
  }
}
