package peal.gateway.donotcall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.gateway.Places;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonFields;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Stream;
import peal.gateway.relay.Upload;
import peal.gateway.relay.UploadLimits;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;
import peal.topics.DomainJson;

/**
 * Puts the numbers of a file on a list. Ingest reads the file and tells its numbers when all of it
 * is sound; they go on to their lanes as they come, no faster than these take them in. So a file of
 * any length takes the same memory, and what it was asked for holds when it is answered.
 */
public final class ListImport {
  /** Of one workspace, at one gateway. */
  private static final int AT_ONCE = 1;

  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private final Backends ingest;
  private final ListStates states;
  private final ListLanes lanes;
  private final UploadLimits limits;
  private final Places imports =
      new Places(
          AT_ONCE,
          "too_many_imports",
          "This workspace has %,d import of a do-not-call list under way here. Wait for its"
              + " answer.");

  /** What becomes of those that are on the list and not in the file. */
  private enum Mode {
    /** They stay on it. */
    ADD,
    /** They are taken off. */
    REPLACE
  }

  /** Reads files through {@code ingest}; changes by {@code log}, watched by {@code states}. */
  public ListImport(
      Backends ingest,
      ListStates states,
      SuppressionLog log,
      UploadLimits limits,
      Supplier<String> ids) {
    this.ingest = ingest;
    this.states = states;
    this.lanes = new ListLanes(states, log, ids);
    this.limits = limits;
  }

  /**
   * {@code POST …/import}; a repeat does no harm. What breaks off half-way has put on the list what
   * came before, and has taken nobody off.
   *
   * @throws ApiError 400 a field or the file is wrong; 403 a member replaces; 409 there are too
   *     many lists; 413 the file is too long, or there are too many entries; 503 the lanes did not
   *     take it in in time, or nobody can tell
   */
  public void take(Context ctx) {
    Caller caller = Caller.of(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    String path = "/workspaces/" + caller.workspace().id() + "/do-not-call/numbers";
    try (Places.Place place = imports.take(caller.workspace().id())) {
      ingest.read(
          path,
          requestId,
          Upload.of(ctx, limits),
          answer -> {
            if (answer.status() == 200) {
              ctx.json(imported(caller, answer, requestId));
            } else {
              answer.passOn(ctx);
            }
            return null;
          });
    }
  }

  private Map<String, Object> imported(Caller caller, Stream answer, String requestId) {
    try (BufferedReader lines = reader(answer.body())) {
      JsonNode head = JSON.readTree(Optional.ofNullable(lines.readLine()).orElse("{}"));
      return imported(caller, head, lines, requestId);
    } catch (IOException e) {
      throw brokenOff();
    }
  }

  private static BufferedReader reader(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private Map<String, Object> imported(
      Caller caller, JsonNode head, BufferedReader lines, String requestId) throws IOException {
    Instant began = states.now();
    JsonFields fields = JsonFields.object("", head);
    ListChange change = ListChange.ofFile(fields, began);
    boolean replace = fields.word("mode", Mode.class).orElse(Mode.ADD) == Mode.REPLACE;
    if (replace) {
      refuseToReplace(caller, change.list(), head.path("invalid").asLong());
    }
    ListStates.Said on = putOn(caller, change, lines, head.path("numbers").asLong(), requestId);
    ListStates.Said off =
        replace ? takeOff(caller, change, began, requestId) : ListStates.Said.NOTHING;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("list", change.list().value());
    answer.put("added", on.changed());
    answer.put("already", on.unchanged());
    answer.put("removed", off.changed());
    answer.put("withdrawn", on.withdrawn());
    answer.put("out", on.out());
    answer.put("skipped", Map.of("invalid", head.path("invalid").asLong()));
    answer.put("warnings", head.path("warnings"));
    return answer;
  }

  private static void refuseToReplace(Caller caller, DoNotCallList list, long invalid) {
    Rights.mayShortenLists(caller);
    if (invalid > 0) {
      // Somebody in such a row would be taken off, for nobody knows who it is.
      throw Refusals.field(
          "onInvalidRows",
          "'onInvalidRows' must be reject where 'mode' is replace: %d rows cannot be read, and whoever is in them would be taken off. Mend them, or add the file."
              .formatted(invalid));
    }
    if (list.equals(DoNotCallList.OPT_OUT)) {
      throw Refusals.field(
          "mode",
          "'mode' must be add for %s: people who said so themselves are on it. Take single numbers off with DELETE."
              .formatted(list));
    }
  }

  private ListStates.Said putOn(
      Caller caller, ListChange change, BufferedReader lines, long expected, String requestId)
      throws IOException {
    try (ListParts parts =
        new ListParts(numbers -> lanes.putOn(caller, change.of(numbers), requestId))) {
      long count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        parts.add(new PhoneNumber(line));
        count++;
      }
      ListStates.Said said = parts.finish();
      if (count != expected) {
        throw brokenOff();
      }
      return said;
    }
  }

  /** Those that nobody has asked for since: whoever was, meanwhile or by the file, stays. */
  private ListStates.Said takeOff(
      Caller caller, ListChange change, Instant began, String requestId) {
    try (ListParts parts =
        new ListParts(
            numbers -> lanes.takeOff(caller, change.off(numbers), states.now(), requestId))) {
      Optional<PhoneNumber> after = Optional.empty();
      do {
        ListStates.Page page = states.page(caller.workspace(), change.list(), after, requestId);
        page.entries()
            .forEach((number, said) -> {
              if (said.isBefore(began)) {
                parts.add(number);
              }
            });
        // At once: whoever is put on the list again meanwhile must not be taken off much later.
        parts.tellRest();
        after = page.next();
      } while (after.isPresent());
      return parts.finish();
    }
  }

  private static ApiError brokenOff() {
    return Refusals.unavailable(
        "The file could not be read to its end behind the gateway. Numbers that came before are on"
            + " the list. Send it again: a repeat does no harm.");
  }
}
