package io.bedrockmeter.standalone.page;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh browser for each test of a class; without Chromium they are left out and say so. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrowserSuite {

    private static final Logger LOG = LoggerFactory.getLogger(BrowserSuite.class);

    private WebDriver driver;
    protected Browser browser;

    @BeforeAll
    final void startDriver() throws IOException {
        WebDriver.missing().ifPresent(reason -> {
            LOG.atWarn().addKeyValue("reason", reason).log("NOT TESTED in a browser");
            Assumptions.abort(reason);
        });
        driver = WebDriver.start();
    }

    @BeforeEach
    final void startBrowser() {
        browser = new Browser(driver);
    }

    @AfterEach
    final void endBrowser() {
        browser.close();
    }

    @AfterAll
    final void endDriver() {
        if (WebDriver.missing().isEmpty()) {
            driver.close();
        }
    }
}
