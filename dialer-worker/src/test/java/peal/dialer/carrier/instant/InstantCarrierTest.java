package peal.dialer.carrier.instant;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierContract;
import peal.dialer.carrier.LaneReport;

class InstantCarrierTest extends CarrierContract {
  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private final InstantCarrier carrier =
      new InstantCarrier(
          InstantSource.system(),
          (lane, report) -> reports.add(new LaneReport(lane, report)),
          Runnable::run);

  @Override
  protected Carrier carrier() {
    return carrier;
  }

  @Override
  protected List<LaneReport> reports() {
    return reports;
  }

  @Override
  protected long rings() {
    return carrier.rings();
  }
}
