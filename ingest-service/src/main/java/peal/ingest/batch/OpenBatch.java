package peal.ingest.batch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.RowReading;
import peal.topics.DomainJson;

/**
 * A batch that is kept open, as a projector knows it.
 *
 * @param batch its id
 * @param extent how far its rows reached by what it had read
 * @param reading how rows are read that are added
 * @param status where it stands, the API's word
 * @param ended whether nothing of it will be dialed any more, closed or not
 * @param readTo what was written of the batch's first lane before this offset it had read
 */
public record OpenBatch(
    BatchId batch,
    BatchExtent extent,
    RowReading reading,
    String status,
    boolean ended,
    long readTo) {
  private static final JsonMapper JSON = DomainJson.newMapper();

  /**
   * Reads what a gateway hands on, in Base64.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static OpenBatch parse(String text) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      return JSON.readValue(json, OpenBatch.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("no batch that is kept open", e);
    }
  }
}
