package peal.dialer;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.function.Consumer;
import peal.dialer.carrier.CarrierCallbacks;
import peal.dialer.carrier.LaneReport;

/** Where carriers report: any worker takes any call's events. */
final class CallbackRoute {
  static final String PATH = "/carrier/callbacks";

  private final CarrierCallbacks callbacks;
  private final Consumer<LaneReport> reports;

  CallbackRoute(CarrierCallbacks callbacks, Consumer<LaneReport> reports) {
    this.callbacks = callbacks;
    this.reports = reports;
  }

  void addTo(JavalinConfig config) {
    config.routes.post(PATH, this::take);
  }

  private void take(Context ctx) {
    reports.accept(
        callbacks.read(ctx.bodyAsBytes(), ctx.header(CarrierCallbacks.SIGNATURE_HEADER)));
    ctx.status(204);
  }
}
