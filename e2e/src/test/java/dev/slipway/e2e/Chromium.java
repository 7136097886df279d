package dev.slipway.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// This machine's Chromium. It notes what no page may ever do: open a dialog, break the security policy, ask another
/// host, run into an error.
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private final List<String> offences = new CopyOnWriteArrayList<>();
    private final String origin;

    Chromium(Installation installation) {
        this.origin = "http://localhost:" + installation.port();
    }

    Page page() {
        return page(new NewContextOptions());
    }

    Page pageWithoutJavaScript() {
        return page(new NewContextOptions().setJavaScriptEnabled(false));
    }

    Page phone() {
        return page(new NewContextOptions().setViewportSize(360, 740).setIsMobile(true));
    }

    private Page page(NewContextOptions options) {
        // While one page fades into the next no click reaches either.
        options.setReducedMotion(ReducedMotion.REDUCE);
        BrowserContext context = browser.newContext(options.setBaseURL(origin));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onDialog(dialog -> {
            offences.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> offences.add("an error: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                offences.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(origin + "/") && !request.url().startsWith("data:")) {
                offences.add("a request to " + request.url());
            }
        });
        return page;
    }

    List<String> offences() {
        return List.copyOf(offences);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
