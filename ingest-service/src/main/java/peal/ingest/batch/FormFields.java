package peal.ingest.batch;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import peal.domain.CallLimits;
import peal.domain.ColumnName;
import peal.domain.hours.CallingHours;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvBytes;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.ingest.csv.Encoding;
import peal.numbers.NumberReader;
import peal.service.http.ApiError;

/** Reads the text fields of a form; each refusal is a 400 that names the field. */
public final class FormFields {
  private static final Set<String> FIELDS =
      Set.of(
          "file",
          "agentId",
          "name",
          "scheduledAt",
          "smartCallbackConfig",
          RetryRulesText.NAME,
          "onInvalidRows",
          "onDuplicates",
          "defaultRegion",
          "missingVariables",
          "priority",
          "callsPerSecond",
          "maxConcurrency",
          "endAt",
          "doNotCall",
          "callLimits",
          "afterConversationDays",
          "stopWhen",
          "callTimeWindow",
          "unknownTimezone",
          "keepOpen",
          "columns",
          "encoding",
          "sheet",
          "limit");

  private static final Set<String> OF_PLANS =
      Stream.concat(FIELDS.stream(), Stream.of("assume")).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> OF_FILES = Set.of("file", "columns", "encoding", "sheet");

  private static final Set<String> OF_LISTS =
      Stream.concat(
              OF_FILES.stream(),
              Stream.of("list", "mode", "until", "reason", "defaultRegion", "onInvalidRows"))
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONGEST_NAME = 200;

  /** Characters of a field's name that a message repeats. */
  private static final int LONGEST_SHOWN = 60;

  private final Function<String, Optional<String>> fields;

  /** Reads from {@code fields}, which knows a field's text where it is not blank. */
  public FormFields(Function<String, Optional<String>> fields) {
    this.fields = fields;
  }

  /**
   * Fails where one of {@code sent} is no field of these: left aside, it would be as if it had not
   * been sent, and a file with {@code scheduled_at} or {@code dryRun} would ring at once.
   */
  public static void refuseUnknown(Collection<String> sent) {
    refuseOthers(sent, FIELDS);
  }

  /** Likewise where one is neither of these nor says what is to be assumed. */
  public static void refuseUnknownToPlans(Collection<String> sent) {
    refuseOthers(sent, OF_PLANS);
  }

  /** Likewise where one is none of those that say how a file is to be read. */
  public static void refuseOthersThanOfFiles(Collection<String> sent) {
    refuseOthers(sent, OF_FILES);
  }

  /** Likewise where one is none of those of a file for a do-not-call list. */
  public static void refuseOthersThanOfLists(Collection<String> sent) {
    refuseOthers(sent, OF_LISTS);
  }

  private static void refuseOthers(Collection<String> sent, Set<String> known) {
    for (String name : sent) {
      if (!known.contains(name)) {
        String advice =
            ColumnName.respelled(name, known)
                .map("It is written %s."::formatted)
                .orElseGet(() ->
                    "There is none of this name; there are "
                        + known.stream().sorted().collect(Collectors.joining(", "))
                        + ". Leave it out, or name the one that is meant.");
        throw new ApiError(
            400,
            "Unknown field",
            "The form has a field '%s'. %s".formatted(shown(name), advice),
            "UNKNOWN_FIELD",
            Map.of("field", shown(name)));
      }
    }
  }

  private static String shown(String name) {
    return name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
  }

  /** Everything that a start needs, as of {@code now}. */
  public StartForm start(Instant now) {
    return new StartForm(
            agentId()
                .orElseThrow(() ->
                    new ApiError(
                        400,
                        "Agent ID is required",
                        "The form has no agentId: the id of the agent that shall call.",
                        "NO_AGENT_ID",
                        Map.of("field", "agentId"))),
            name(),
            new PlanFields(fields).plan(now),
            Callbacks.said(fields),
            skipInvalid(),
            onDuplicates(),
            region(),
            emptyWhereMissing(),
            hours())
        .keptOpen(keepOpen());
  }

  /**
   * Everything that a redial needs, as of {@code now}: what {@code overrides} say, and else the
   * {@code before} of the batch.
   */
  public static StartForm redial(RedialTerms before, Overrides overrides, Instant now) {
    FormFields fields = new FormFields(overrides::field);
    RedialTerms terms = before.without(overrides.dropped());
    return new StartForm(
        terms.agentId(),
        fields.name().or(() -> Optional.ofNullable(terms.name())),
        terms.under(new PlanFields(overrides::field).plan(now), overrides.named()),
        Callbacks.said(overrides::field).or(before::callbacks),
        fields.skipInvalid(),
        // Rows of one number were wanted when the batch was started.
        overrides.field("onDuplicates").isEmpty() ? OnDuplicates.KEEP : fields.onDuplicates(),
        Optional.empty(),
        fields.emptyWhereMissing(),
        fields.hours().or(() -> Optional.ofNullable(terms.hours())),
        Optional.of(terms.of()),
        false);
  }

  /** The fields {@code callTimeWindow} and {@code unknownTimezone}; empty for at any time. */
  public Optional<CallingHours> hours() {
    Optional<String> unknown = fields.apply("unknownTimezone").filter(text -> !text.equals("skip"));
    if (unknown.isPresent() && CallingHours.zone(unknown.get()).isEmpty()) {
      throw wrong("unknownTimezone", "must be skip, or an IANA zone such as America/New_York");
    }
    Optional<String> window = fields.apply("callTimeWindow");
    if (window.isEmpty() && fields.apply("unknownTimezone").isPresent()) {
      throw wrong(
          "unknownTimezone", "says what is to be done within callTimeWindow; send that as well");
    }
    return window.map(text -> CallTimeWindowText.parse(text, unknown.orElse(null)));
  }

  /** Whether it counts where each row rings. */
  public boolean byRecipient() {
    CallLimits limits = new PlanFields(fields).callLimits();
    return hours().filter(CallingHours::byRecipient).isPresent()
        || (limits != null && limits.byDay());
  }

  /** The field {@code agentId}. */
  public Optional<String> agentId() {
    return fields.apply("agentId");
  }

  /** The field {@code defaultRegion}, such as {@code US}. */
  public Optional<String> region() {
    return fields
        .apply("defaultRegion")
        .map(text ->
            NumberReader.region(text)
                .orElseThrow(() ->
                    wrong(
                        "defaultRegion",
                        "must be a country: an ISO 3166 code such as US, or its name")));
  }

  /** The field {@code columns}; no choice where it is absent. */
  public ColumnChoice columns() {
    try {
      return fields.apply("columns").map(ColumnsText::parse).orElse(ColumnChoice.NONE);
    } catch (IllegalArgumentException e) {
      throw wrong("columns", e.getMessage());
    }
  }

  /**
   * The encoding of {@code file}: the field {@code encoding}, such as windows-1252, else what its
   * first bytes show, else UTF-8. A mark of Unicode cannot be said to be something else; zeros, by
   * which an encoding is guessed, can.
   */
  public Encoding encoding(CsvBytes file) throws IOException {
    Optional<Encoding> shown = Encoding.shownBy(file);
    Optional<Encoding> said = encoding();
    if (shown.isEmpty() || said.isEmpty() || shown.get().is(said.get())) {
      return shown.or(() -> said).orElse(Encoding.UTF_8);
    }
    if (shown.get().marks(file)) {
      throw wrong(
          "encoding",
          "is %s, and the file begins as only %s does. Leave it out"
              .formatted(said.get().label(), shown.get().label()));
    }
    return said.get();
  }

  private Optional<Encoding> encoding() {
    return fields
        .apply("encoding")
        .map(text ->
            Encoding.named(text)
                .orElseThrow(
                    () -> wrong("encoding", "must be an encoding such as windows-1252 or UTF-8")));
  }

  /** The field {@code sheet}: the name of a workbook's sheet. */
  public Optional<String> sheet() {
    return fields.apply("sheet");
  }

  /** Fails if {@code sheet} was sent, for the file is no workbook. */
  public void refuseSheet() {
    if (sheet().isPresent()) {
      throw wrong("sheet", "is for Excel workbooks (.xlsx), and the file is none. Leave it out");
    }
  }

  /** Fails if {@code encoding} was sent, for the file is a workbook. */
  public void refuseEncoding() {
    if (encoding().isPresent()) {
      throw wrong("encoding", "is for CSV files, and the file is a workbook. Leave it out");
    }
  }

  /** The field {@code onDuplicates}; skip where it is absent. */
  public OnDuplicates onDuplicates() {
    return fields
        .apply("onDuplicates")
        .map(text ->
            switch (text) {
              case "skip" -> OnDuplicates.SKIP;
              case "keep" -> OnDuplicates.KEEP;
              case "reject" -> OnDuplicates.REJECT;
              default -> throw wrong("onDuplicates", "must be skip, keep or reject");
            })
        .orElse(OnDuplicates.SKIP);
  }

  /** Whether the field {@code missingVariables} says so: {@code refuse} or {@code empty}. */
  public boolean emptyWhereMissing() {
    return switch (fields.apply("missingVariables").orElse("refuse")) {
      case "refuse" -> false;
      case "empty" -> true;
      default -> throw wrong("missingVariables", "must be refuse or empty");
    };
  }

  /** The field {@code limit}, 1-100; 10 where it is absent. */
  public int previewLimit() {
    String text = fields.apply("limit").orElse("10");
    if (!text.matches("[1-9][0-9]?|100")) {
      throw wrong("limit", "must be a whole number, 1-100");
    }
    return Integer.parseInt(text);
  }

  private Optional<String> name() {
    Optional<String> name = fields.apply("name");
    if (name.isPresent() && name.get().length() > LONGEST_NAME) {
      throw wrong("name", "must have at most " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private boolean keepOpen() {
    return switch (fields.apply("keepOpen").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("keepOpen", "must be true or false");
    };
  }

  /** Whether the field {@code onInvalidRows} says so: {@code reject} or {@code skip}. */
  public boolean skipInvalid() {
    return switch (fields.apply("onInvalidRows").orElse("reject")) {
      case "reject" -> false;
      case "skip" -> true;
      default -> throw wrong("onInvalidRows", "must be reject or skip");
    };
  }

  static ApiError wrong(String field, String what) {
    return wrong(field, "", what);
  }

  /** Of a field that is JSON, what is wrong at {@code path} in it. */
  static ApiError wrong(String field, String path, String what) {
    String code = "INVALID_" + field.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    String place = field + path;
    return new ApiError(
        400, "Invalid " + field, place + " " + what + ".", code, Map.of("field", place));
  }
}
