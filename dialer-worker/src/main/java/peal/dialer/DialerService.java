package peal.dialer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.LaneReport;
import peal.dialer.dialing.DialingWorker;
import peal.dialer.dispatch.DispatchApplication;
import peal.service.Service;
import peal.service.http.HttpServer;
import peal.service.kafka.TableReader;

/** A running dialer worker. */
final class DialerService implements Service {
  private final HttpServer http;
  private final List<TableReader> tables;
  private final List<CarrierAdapter> carriers;
  private final DialingWorker dialing;
  private final DispatchApplication dispatch;
  private volatile boolean stopping;

  DialerService(
      HttpServer http,
      List<TableReader> tables,
      List<CarrierAdapter> carriers,
      DialingWorker dialing,
      DispatchApplication dispatch) {
    this.http = http;
    this.tables = tables;
    this.carriers = carriers;
    this.dialing = dialing;
    this.dispatch = dispatch;
  }

  @Override
  public URI address() {
    return http.address();
  }

  /** Done when Kafka has the report. */
  CompletionStage<Void> take(LaneReport report) {
    return dialing.report(report);
  }

  boolean live() {
    return dispatch.live() && dialing.live() && tables.stream().allMatch(TableReader::alive);
  }

  @Override
  public boolean ready() {
    return !stopping && dispatch.ready() && dialing.ready();
  }

  /**
   * What a person should know: a carrier that fails makes calls wait, and this worker not unready.
   */
  Map<String, ?> details() {
    Map<String, String> health = dialing.carriers();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("carrier", health.get(CarrierAdapter.DEFAULT));
    if (health.size() > 1) {
      details.put("carriers", health);
    }
    details.put("dialsInFlight", dialing.dialsInFlight());
    return details;
  }

  /**
   * Says that it is not ready, decides nothing new, places nothing new, and takes callbacks to the
   * last: within 10 s for dispatch, and for dialing within the time that is set and 15 s.
   */
  @Override
  public void close() {
    stopping = true;
    dispatch.close();
    dialing.close();
    http.close();
    carriers.forEach(carrier -> carrier.calls().close());
    tables.forEach(TableReader::close);
  }
}
