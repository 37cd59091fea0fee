package peal.projector.kafka;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import peal.projector.fold.BatchView;
import peal.topics.DomainJson;

/** A lane's part of a batch as JSON. */
final class StoredBatch {
  private static final JsonMapper JSON = DomainJson.newMapper();
  private static final ObjectWriter WRITE = JSON.writerFor(BatchView.class);
  private static final ObjectReader READ = JSON.readerFor(BatchView.class);

  private StoredBatch() {}

  static byte[] write(BatchView batch) {
    try {
      return WRITE.writeValueAsBytes(batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BatchView read(byte[] bytes) {
    try {
      return READ.readValue(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
