package peal.dialer.carrier;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import peal.dialer.carrier.Carrier.LastLook;

/**
 * The connections to one carrier. A request goes the way <em>connection, last look, write</em>:
 * what delays a connection lies before the look, and when the look says no, nothing at all has been
 * sent and the connection serves the next. So a failure before the look proves that nobody rang;
 * after it, nobody knows. Thread-safe; blocks its thread.
 */
public final class CarrierConnections implements AutoCloseable {
  /** More than placements, lookups and hang-ups together may be under way: nobody waits for one. */
  private static final int MOST = 6_144;

  private static final int LARGEST_ANSWER = 1 << 20;
  private static final String EXCHANGE = "peal.exchange";

  private final CloseableHttpClient client;
  private final Duration connectTimeout;
  private final Duration answerTimeout;

  /** Ends what takes too long as a whole; the client's own limits begin anew with each byte. */
  private final ScheduledThreadPoolExecutor limits =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("carrier-limits").factory());

  /** What became of a request. */
  public sealed interface Sent {
    /** The carrier answered; {@code retryAfter} is the header of that name, or null. */
    record Answered(int status, String retryAfter, byte[] body) implements Sent {}

    /** The last look said no; nothing was sent. */
    record Withheld() implements Sent {}

    /** There was no connection; nothing was sent. */
    record Unsent(IOException fault) implements Sent {}

    /** It was sent, in part at least, and no answer came. */
    record Lost(IOException fault) implements Sent {}
  }

  /** One request: how far it is, and the time that is left for that. One thread at a time. */
  private final class Exchange {
    private final HttpUriRequestBase request;
    private final LastLook look;
    private Future<?> limit;
    private boolean asked;
    private boolean passed;

    /** Twice the time to connect: once to wait for a connection, once to open one. */
    private Exchange(HttpUriRequestBase request, LastLook look) {
      this.request = request;
      this.look = look;
      this.limit = within(connectTimeout.multipliedBy(2));
    }

    private Future<?> within(Duration time) {
      return limits.schedule(request::abort, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The look has a deadline of its own; the answer's time begins behind it. */
    private boolean passes() {
      over();
      asked = true;
      passed = look == null || look.passes();
      if (passed) {
        limit = within(answerTimeout);
      }
      return passed;
    }

    private boolean saidNo() {
      return asked && !passed;
    }

    private void over() {
      limit.cancel(false);
    }
  }

  /**
   * No connection yet.
   *
   * @param connectTimeout longest wait for a connection to be free, and again for it to be open
   * @param answerTimeout from the request's first byte to the answer's last; after it nobody knows
   *     whether it rang
   */
  public CarrierConnections(Duration connectTimeout, Duration answerTimeout) {
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
    limits.setRemoveOnCancelPolicy(true);
    Timeout answer = Timeout.of(answerTimeout);
    Timeout connect = Timeout.of(connectTimeout);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(MOST)
                    .setMaxConnPerRoute(MOST)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connect)
                            .setSocketTimeout(answer)
                            // A peer that closes idle connections must not cost an unclear dial.
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(connect)
                    .setResponseTimeout(answer)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .disableDefaultUserAgent()
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .addExecInterceptorLast("last-look", CarrierConnections::look)
            .build();
  }

  /**
   * Sends {@code request} once.
   *
   * @param lastLook asked when the connection is there; null where nothing can ring
   */
  public Sent send(HttpUriRequestBase request, LastLook lastLook) {
    Exchange exchange = new Exchange(request, lastLook);
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(EXCHANGE, exchange);
    try {
      return client.execute(request, context, CarrierConnections::answered);
    } catch (IOException fault) {
      return exchange.saidNo() ? new Sent.Withheld() : lost(exchange, fault);
    } finally {
      exchange.over();
    }
  }

  private static Sent lost(Exchange exchange, IOException fault) {
    return exchange.passed ? new Sent.Lost(fault) : new Sent.Unsent(fault);
  }

  private static Sent answered(ClassicHttpResponse response) throws IOException {
    Header retryAfter = response.getFirstHeader("Retry-After");
    byte[] body =
        response.getEntity() == null
            ? new byte[0]
            : EntityUtils.toByteArray(response.getEntity(), LARGEST_ANSWER);
    return new Sent.Answered(
        response.getCode(), retryAfter == null ? null : retryAfter.getValue(), body);
  }

  /** Last of the chain, right before the request is written. */
  private static ClassicHttpResponse look(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Exchange exchange = (Exchange) scope.clientContext.getAttribute(EXCHANGE);
    if (!exchange.passes()) {
      scope.execRuntime.markConnectionReusable(null, TimeValue.ofSeconds(30));
      scope.execRuntime.releaseEndpoint();
      throw new IOException("the last look said no");
    }
    return chain.proceed(request, scope);
  }

  /** Drops requests that are under way. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    limits.shutdownNow();
  }
}
