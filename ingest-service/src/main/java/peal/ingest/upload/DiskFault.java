package peal.ingest.upload;

import java.io.IOException;

/** The disk that holds uploads is full or fails; the upload itself may be sound. */
public final class DiskFault extends IOException {
  private static final long serialVersionUID = 1L;

  DiskFault(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
