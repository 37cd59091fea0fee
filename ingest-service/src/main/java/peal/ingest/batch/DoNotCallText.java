package peal.ingest.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import peal.domain.BatchPlan;
import peal.domain.DoNotCallList;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code doNotCall}: {@code {"lists": ["complaints"]}}. A list that has no
 * numbers yet may be named.
 */
final class DoNotCallText {
  private static final String MUST =
      "must be {\"lists\": […]} with 1-%d names of lower-case letters, digits and hyphens. Leave it"
              .formatted(BatchPlan.MOST_LISTS)
          + " out, and every list of the workspace counts";

  private DoNotCallText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field
   */
  static List<DoNotCallList> parse(String text) {
    JsonNode root = read(text);
    JsonNode lists = root.path("lists");
    if (!root.isObject()
        || root.size() != 1
        || !lists.isArray()
        || lists.isEmpty()
        || lists.size() > BatchPlan.MOST_LISTS) {
      throw FormFields.wrong("doNotCall", MUST);
    }
    List<DoNotCallList> named = new ArrayList<>();
    for (JsonNode list : lists) {
      if (!list.isTextual() || !DoNotCallList.isValid(list.asText())) {
        throw FormFields.wrong("doNotCall", MUST);
      }
      named.add(new DoNotCallList(list.asText()));
    }
    return named.stream().distinct().toList();
  }

  private static JsonNode read(String text) {
    try {
      return FieldJson.read(text);
    } catch (JsonProcessingException e) {
      throw FormFields.wrong("doNotCall", MUST);
    }
  }
}
