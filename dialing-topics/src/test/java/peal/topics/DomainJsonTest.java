package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DomainJsonTest {
  /** Each may have 50,000 bytes, and thousands would stay in the heap. */
  @Test
  void namesOfWhatWasReadAreNotKept() throws IOException {
    var mapper = DomainJson.newMapper();
    byte[] document = "{\"a name that somebody has made up\": 1}".getBytes("UTF-8");

    String first = nameIn(mapper.readTree(document));
    String again = nameIn(mapper.readTree(document));

    assertThat(again).isEqualTo(first).isNotSameAs(first);
    assertThat(mapper.getFactory().isEnabled(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES))
        .isFalse();
  }

  private static String nameIn(JsonNode object) {
    return object.fieldNames().next();
  }
}
