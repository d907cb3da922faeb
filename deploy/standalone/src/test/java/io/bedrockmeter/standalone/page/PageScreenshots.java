package io.bedrockmeter.standalone.page;

import static io.bedrockmeter.standalone.page.Browser.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes the pictures of the documentation, of made-up usage. The argument is the folder for them. */
final class PageScreenshots {

    private static final int CALLS = 12_000;
    private static final int WIDTH = 1_360;
    private static final int PHONE = 390;

    private static final String BUDGETS = """
            budgets:
              - {id: support-month, name: "Support, monthly", owner: support@example.com, filter: {Team: support}, amount: 140, period: month, thresholds: [50, 80, {percent: 100, of: forecast}, 100]}
              - {id: search-month, name: "Search, monthly", owner: search@example.com, filter: {Team: search}, amount: 90, period: month, thresholds: [50, 80, 100]}
              - {id: development-day, name: "Development, daily", owner: platform@example.com, filter: {Environment: development}, amount: 40, period: day, thresholds: [80, 100]}
              - {id: each-team, name: Each team, owner: finops@example.com, eachOf: Team, amount: 150, period: month, thresholds: [80, 100]}
            """;

    private PageScreenshots() {}

    private record Picture(String name, String view, int width, int height, boolean dark) {}

    private static final List<Picture> PICTURES = List.of(
            new Picture("page-now-dark", "now?span=month", WIDTH, 900, true),
            new Picture(
                    "page-explore",
                    "explore?group_by=Team&range=30d&granularity=day&filter=Environment:production",
                    WIDTH,
                    900,
                    false),
            new Picture("page-budgets", "budgets", WIDTH, 900, false),
            new Picture("page-insights", "insights", WIDTH, 900, true),
            new Picture("page-phone", "now", PHONE, 844, false),
            // By now budgets have heard of everything.
            new Picture("page-now", "now", WIDTH, 900, false));

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Path directory = Files.createTempDirectory("page-screenshots");
        Path budgets = Files.writeString(directory.resolve("budgets.yaml"), BUDGETS);
        List<String> records = new ArrayList<>(new SampleCalls(1, Instant.now()).records(CALLS));
        records.removeIf(record -> record.contains(SampleCalls.LONG_NAME) || record.contains("script"));
        try (Meter meter = Meter.start(
                        directory,
                        "",
                        "kafka: {embeddedPort: 0}",
                        "http: {port: 0}",
                        "alerts: {budgets: " + budgets + "}");
                WebDriver driver = WebDriver.start();
                Browser browser = new Browser(driver)) {
            meter.take(records);
            for (Picture picture : PICTURES) {
                take(browser, meter, picture, folder);
            }
        }
    }

    private static void take(Browser browser, Meter meter, Picture picture, Path folder) throws IOException {
        browser.window(picture.width(), picture.height());
        browser.dark(picture.dark());
        browser.open(meter.page(picture.view()));
        awaitThat(() -> {
            assertThat(browser.text(".state")).isEqualTo("live");
            assertThat(browser.texts("main .money")).hasSizeGreaterThan(5);
            assertThat(browser.is("return [...document.querySelectorAll('canvas')].every(c => c.height > 150)"))
                    .isTrue();
        });
        browser.screenshot(folder.resolve(picture.name() + ".png"), picture.height());
    }
}
