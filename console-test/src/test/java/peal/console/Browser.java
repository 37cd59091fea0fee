package peal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The installed Chromium without a screen, on one page. */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final ChromeDriver driver;
  private final Path downloads;
  private final Look look;
  private int shots;

  private Browser(ChromeDriver driver, Path downloads, Look look) {
    this.driver = driver;
    this.downloads = downloads;
    this.look = look;
  }

  /** The browser's and its driver's programs, if both are installed. */
  static Optional<List<Path>> programs() {
    Optional<Path> browser = first("/usr/bin/chromium", "/usr/bin/chromium-browser");
    Optional<Path> driver = first("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
    return browser.flatMap(found -> driver.map(its -> List.of(found, its)));
  }

  private static Optional<Path> first(String... paths) {
    return Stream.of(paths).map(Path::of).filter(Files::isExecutable).findFirst();
  }

  static Browser open(Look look) throws IOException {
    List<Path> programs = programs().orElseThrow();
    Path downloads = Files.createTempDirectory("peal-downloads-");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(programs.getFirst().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars");
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(programs.getLast().toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options), downloads, look);
    browser.dress();
    return browser;
  }

  private void dress() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", look.width,
            "height", look.height,
            "deviceScaleFactor", 1,
            "mobile", look.phone));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme))));
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
  }

  void go(Object url) {
    driver.get(url.toString());
  }

  String address() {
    return driver.getCurrentUrl();
  }

  /** The first element that is there and shown. */
  WebElement see(String css) {
    return await("to see " + css)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(css)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  /** The first element with this text inside. */
  WebElement seeText(String css, String text) {
    return await("to see '" + text + "' in " + css)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(css)).stream()
                    .filter(each -> each.getText().contains(text))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  void type(String css, String text) {
    WebElement input = see(css);
    input.clear();
    input.sendKeys(text);
  }

  /** The first element whose label, which is for those who do not see it, begins so. */
  void seeLabel(String css, String begin) {
    await("to hear '" + begin + "' of " + css)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(() -> {
          String label = see(css).getDomAttribute("aria-label");
          return label != null && label.startsWith(begin);
        });
  }

  /** As somebody without a mouse does it; again where it was drawn anew meanwhile. */
  void press(String css) {
    await("to press " + css)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(() -> {
          see(css).sendKeys(Keys.ENTER);
          return true;
        });
  }

  /** Clicks until that has worked: lists are drawn anew under the pointer. */
  void click(String css) {
    await("to click " + css)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(() -> {
          see(css).click();
          return true;
        });
  }

  void choose(Path file) {
    attach("#file", file);
  }

  void attach(String css, Path file) {
    driver.findElement(By.cssSelector(css)).sendKeys(file.toAbsolutePath().toString());
  }

  Object script(String code, Object... arguments) {
    return driver.executeScript(code, arguments);
  }

  /** The one file that has been downloaded. */
  Path downloaded(String ending) {
    return await("a download that ends in " + ending)
        .atMost(PATIENCE)
        .until(
            () -> {
              try (Stream<Path> files = Files.list(downloads)) {
                return files.filter(file -> file.toString().endsWith(ending)).findFirst();
              }
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Keeps a picture of the whole page; on the way looks whether it fits the screen. */
  void screenshot(String name) {
    // Not against innerWidth: where a page is too wide, a phone shows all of it, smaller.
    assertThat(
            (Boolean)
                script("return document.documentElement.scrollWidth <= arguments[0]", look.width))
        .as("%s fits %d px", name, look.width)
        .isTrue();
    Object picture =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
            .get("data");
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve("%s-%02d-%s.png".formatted(look.fileName(), ++shots, name)),
          Base64.getDecoder().decode(picture.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page has complained of since the last time. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (Stream<Path> files = Files.walk(downloads)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
