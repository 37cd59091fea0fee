package peal.gateway.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import peal.topics.DomainJson;

/**
 * One way to write what a JSON text says, for whoever compares two: without blanks, fields in order
 * of their names. Lists keep their order, numbers their digits.
 */
public final class CanonicalJson {
  /** Texts beyond these bounds are refused by whoever reads them, and compared as they came. */
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(100).maxTokenCount(100_000).build();

  private static final JsonMapper JSON =
      JsonMapper.builder(
              DomainJson.remembersNoNames(new JsonFactoryBuilder())
                  .streamReadConstraints(BOUNDS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private CanonicalJson() {}

  /** {@code text} so written, in UTF-8; as it came where it is no JSON object or list. */
  public static byte[] of(byte[] text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      boolean structured = value instanceof Map || value instanceof List;
      return structured ? JSON.writeValueAsBytes(value) : text;
    } catch (IOException e) {
      return text;
    }
  }
}
