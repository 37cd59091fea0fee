package peal.ingest.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** Reads a form field that is JSON: one value, without a name twice. Thread-safe. */
final class FieldJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(DomainJson.newFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private FieldJson() {}

  /** What {@code text} says. */
  static JsonNode read(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /**
   * As the other one, of {@code field}.
   *
   * @throws ApiError 400 it is no JSON
   */
  static JsonNode read(String field, String text) {
    try {
      return read(text);
    } catch (JsonProcessingException e) {
      throw FormFields.wrong(field, "is no JSON");
    }
  }
}
