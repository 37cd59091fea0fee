package peal.standalone.engine;

import java.util.Locale;

/**
 * What an {@link Engine} is made of. What stands further down needs what stands above it, so parts
 * end from the bottom up: nobody is asked who has gone, and the broker hears everybody's last word.
 */
enum Stage {
  DATA_FOLDER,
  BROKER,
  SIMULATOR,
  PROJECTOR,
  DIALER,
  INGEST,
  GATEWAY;

  /** Its name in sentences. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
