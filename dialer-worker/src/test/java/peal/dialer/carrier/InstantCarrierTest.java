package peal.dialer.carrier;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class InstantCarrierTest extends CarrierContract {
  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private final InstantCarrier carrier =
      new InstantCarrier(
          InstantSource.system(),
          (lane, report) -> reports.add(new LaneReport(lane, report)),
          Runnable::run);

  @Override
  Carrier carrier() {
    return carrier;
  }

  @Override
  List<LaneReport> reports() {
    return reports;
  }

  @Override
  long rings() {
    return carrier.rings();
  }
}
