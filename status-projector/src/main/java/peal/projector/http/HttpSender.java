package peal.projector.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import peal.domain.Webhook;
import peal.projector.webhooks.Sender;
import peal.service.http.OutsideAddress;
import peal.service.http.WebhookSignature;

/**
 * Posts events after Standard Webhooks 1.0. A host is looked up when a connection is opened, its
 * addresses are judged, and the connection goes to these and no others; no redirect is followed. Of
 * an answer the status counts, and no more than {@value #READ} bytes are read. Thread-safe.
 */
public final class HttpSender implements Sender, AutoCloseable {
  /** From the first look at the host to the answer. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int READ = 4_096;
  private static final int CONNECTIONS = 256;

  private final WebhookSignature signature;
  private final OutsideAddress outside;
  private final InstantSource clock;

  /** Ends what takes too long as a whole; the client's own limits begin anew with each byte. */
  private final ScheduledThreadPoolExecutor limits =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("webhook-limits").factory());

  private final CloseableHttpClient client;

  private final Duration limit;

  /** Signs by {@code signature}, and goes where {@code outside} allows. */
  public HttpSender(WebhookSignature signature, OutsideAddress outside, InstantSource clock) {
    this(signature, outside, clock, LIMIT);
  }

  /** As the other one; {@code limit} is for the whole of a post. */
  HttpSender(
      WebhookSignature signature, OutsideAddress outside, InstantSource clock, Duration limit) {
    this.signature = signature;
    this.outside = outside;
    this.clock = clock;
    this.limit = limit;
    limits.setRemoveOnCancelPolicy(true);
    Timeout patience = Timeout.of(limit);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Judged())
                    .setMaxConnTotal(CONNECTIONS)
                    // Workspaces have shares of posts; one host is many tenants'.
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(5))
                            .setSocketTimeout(patience)
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(patience)
                    .setResponseTimeout(patience)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Peal-Webhooks/1")
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .build();
  }

  /** Judges a host's addresses as they are looked up. */
  private final class Judged implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return outside.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  @Override
  public Sent send(Webhook webhook, String id, byte[] body) {
    Instant at = clock.instant();
    Optional<String> wrong = outside.wrongIn(webhook.url());
    if (wrong.isPresent()) {
      return new Sent(0, "the address " + wrong.get(), Optional.empty(), 0);
    }
    HttpPost request = new HttpPost(webhook.url());
    request.setHeader("webhook-id", id);
    request.setHeader("webhook-timestamp", Long.toString(at.getEpochSecond()));
    request.setHeader("webhook-signature", signature.header(webhook, id, at, body));
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    long began = System.nanoTime();
    Future<?> end = limits.schedule(request::abort, limit.toNanos(), TimeUnit.NANOSECONDS);
    AtomicReference<Sent> told = new AtomicReference<>();
    try {
      return client.execute(
          request,
          answer -> {
            told.set(sent(answer, began));
            drain(request, answer);
            return told.get();
          });
    } catch (IOException | RuntimeException fault) {
      // The status counts, whatever its body does.
      return told.get() != null
          ? told.get()
          : new Sent(0, word(fault, request), Optional.empty(), millis(began));
    } finally {
      end.cancel(false);
    }
  }

  private static Sent sent(ClassicHttpResponse answer, long began) {
    int status = answer.getCode();
    String fault = status / 100 == 2 ? null : fault(status);
    return new Sent(status, fault, rest(answer.getFirstHeader("Retry-After")), millis(began));
  }

  /** Reads a short body, so that the connection can be used again. */
  private static void drain(HttpPost request, ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() != null) {
      InputStream body = answer.getEntity().getContent();
      body.readNBytes(READ);
      if (body.read() >= 0) {
        // Nobody wants the rest; the connection goes with it.
        request.abort();
      }
    }
  }

  private static String fault(int status) {
    return status / 100 == 3
        ? "answered " + status + ", and redirects are not followed"
        : "answered " + status;
  }

  /** Seconds; a date is taken for none. */
  private static Optional<Duration> rest(Header header) {
    return Optional.ofNullable(header)
        .map(Header::getValue)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** Our own words: what an exception says may name hosts and addresses. */
  private static String word(Exception fault, HttpPost request) {
    if (fault instanceof UnknownHostException) {
      return "the host is not known, or has a private address";
    }
    if (fault instanceof SSLException) {
      return "TLS failed: check the certificate";
    }
    if (fault instanceof ConnectException) {
      return "the connection was refused";
    }
    return request.isAborted() || fault instanceof InterruptedIOException
        ? "no answer within " + LIMIT.toSeconds() + " s"
        : "the connection broke off";
  }

  private static long millis(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  /** Drops what is under way; it is told again. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    limits.shutdownNow();
  }
}
