package peal.gateway.donotcall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.domain.DoNotCallList;
import peal.domain.MomentText;
import peal.domain.PhoneNumber;
import peal.domain.event.Suppression;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.numbers.NumberReader;
import peal.numbers.Reading;
import peal.service.http.ApiError;

/**
 * Numbers that a client wants on a list, or off it.
 *
 * @param numbers each once; 1 to {@value #MOST_NUMBERS}, or none of a file's that are still to come
 * @param list which list
 * @param until the entries end then; null for never
 * @param reason for people, or null
 */
record ListChange(Set<PhoneNumber> numbers, DoNotCallList list, Instant until, String reason) {
  /** Numbers of one request. */
  static final int MOST_NUMBERS = 10_000;

  /** About ten years. What reaches further is a slip of the pen, or meant to be for good. */
  private static final Duration FURTHEST = Duration.ofDays(3_660);

  private static final int LONGEST_NUMBER = 250;
  private static final int LONGEST_TIME = 60;
  private static final Set<String> OF_REMOVALS = Set.of("numbers", "list", "defaultRegion");
  private static final String READ = "What is read here is";

  private static final Set<String> OF_ADDITIONS =
      Set.of("numbers", "list", "defaultRegion", "until", "reason");

  /**
   * Numbers that are to be put on a list.
   *
   * @throws ApiError 400 naming the field that is missing, wrong or unknown
   */
  static ListChange addition(JsonFields fields, Instant now) {
    // Left aside, an end that is misspelled would make an entry that never ends.
    fields.refuseOthers(OF_ADDITIONS, READ);
    return new ListChange(numbers(fields), list(fields), until(fields, now), reason(fields));
  }

  /**
   * What the form of a file says of the numbers that come with it.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static ListChange ofFile(JsonFields fields, Instant now) {
    return new ListChange(Set.of(), list(fields), until(fields, now), reason(fields));
  }

  /** The same of other numbers. */
  ListChange of(Set<PhoneNumber> others) {
    return new ListChange(others, list, until, reason);
  }

  /** Other numbers, to be taken off the same list. */
  ListChange off(Set<PhoneNumber> others) {
    return new ListChange(others, list, null, null);
  }

  /**
   * Numbers that are to be taken off a list.
   *
   * @throws ApiError 400 naming the field that is missing, wrong or unknown
   */
  static ListChange removal(JsonFields fields) {
    fields.refuseOthers(OF_REMOVALS, READ);
    return new ListChange(numbers(fields), list(fields), null, null);
  }

  /** What the lanes are told. */
  List<Suppression> entries(boolean removed, Instant at, String by, String request) {
    return numbers.stream()
        .map(number -> new Suppression(number, list, at, removed, until, reason, by, request))
        .toList();
  }

  private static DoNotCallList list(JsonFields fields) {
    String name = fields.requiredText("list", DoNotCallList.LONGEST);
    if (!DoNotCallList.isValid(name)) {
      throw Refusals.field(
          "list",
          "'list' must be a name of 1-%d lower-case letters, digits and hyphens, such as %s."
              .formatted(DoNotCallList.LONGEST, DoNotCallList.OPT_OUT));
    }
    return new DoNotCallList(name);
  }

  private static Instant until(JsonFields fields, Instant now) {
    if (!fields.has("until")) {
      return null;
    }
    Instant until =
        fields
            .text("until", LONGEST_TIME)
            .flatMap(MomentText::read)
            .orElseThrow(() ->
                Refusals.field(
                    "until",
                    "'until' must be an ISO-8601 time with Z or an offset. Leave it out for an"
                        + " entry that never ends."));
    if (!until.isAfter(now)) {
      throw Refusals.field(
          "until", "'until' lies in the past. Send a later time, or leave it out for never.");
    }
    if (until.isAfter(now.plus(FURTHEST))) {
      throw Refusals.field(
          "until", "'until' lies too far ahead. Leave it out for an entry that never ends.");
    }
    return Instant.ofEpochMilli(until.toEpochMilli());
  }

  private static String reason(JsonFields fields) {
    return fields.text("reason", Suppression.LONGEST_REASON).orElse(null);
  }

  private static Set<PhoneNumber> numbers(JsonFields fields) {
    NumberReader reader = new NumberReader(region(fields));
    List<PhoneNumber> read = new ArrayList<>();
    fields
        .items("numbers", MOST_NUMBERS, (path, item) -> number(reader, path, item))
        .ifPresent(read::addAll);
    if (read.isEmpty()) {
      throw Refusals.field(
          "numbers", "'numbers' is missing: a list of 1 to %,d numbers.".formatted(MOST_NUMBERS));
    }
    return new LinkedHashSet<>(read);
  }

  private static Optional<String> region(JsonFields fields) {
    return fields
        .text("defaultRegion", LONGEST_TIME)
        .map(text ->
            NumberReader.region(text)
                .orElseThrow(() ->
                    Refusals.field(
                        "defaultRegion",
                        "'defaultRegion' must be a country: an ISO 3166 code such as US, or its"
                            + " name.")));
  }

  private static PhoneNumber number(NumberReader reader, String path, JsonNode item) {
    return switch (reader.read(JsonFields.text(path, item, LONGEST_NUMBER))) {
      case Reading.Read read -> read.number();
      case Reading.Refused refused -> {
        String more =
            refused.code().equals("no_country") ? " Or send defaultRegion, such as US." : "";
        throw new ApiError(
            400,
            "Invalid request",
            "%s is no number. %s%s".formatted(path, refused.message(), more),
            "INVALID_NUMBER",
            Map.of("field", path, "reason", refused.code()));
      }
    };
  }
}
