package dev.slipway.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/// The console as somebody uses it: by the words that stand on links, buttons and fields.
record ConsolePage(Page page) {

    ConsolePage signIn(Installation installation) {
        page.navigate("/");
        fill("Name", "admin");
        fill("Password", installation.administratorPassword());
        press("Sign in");
        heading("Projects").waitFor();
        return this;
    }

    ConsolePage open(String path) {
        page.navigate("/console/" + path);
        return this;
    }

    ConsolePage newProject(String name) {
        open("");
        follow("New project");
        fill("Name", name);
        press("Create the project");
        heading(name).waitFor();
        return this;
    }

    /// For pushes; ends on the page of the application.
    ConsolePage newApplication(String name) {
        follow("New application");
        fill("Name", name);
        press("Create, and show the git commands");
        heading(name).waitFor();
        return this;
    }

    ConsolePage fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
        return this;
    }

    ConsolePage press(String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true))
                .click();
        return this;
    }

    ConsolePage follow(String link) {
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
        return this;
    }

    /// A field takes the focus by itself somewhat after it is seen; keys before that go elsewhere.
    ConsolePage hasFocus(String id) {
        page.waitForFunction("id => document.activeElement?.id === id", id);
        return this;
    }

    ConsolePage sees(String text) {
        page.getByText(text).first().waitFor();
        return this;
    }

    /// Until the status of the application at hand is that one word.
    ConsolePage seesState(String word) {
        page.locator(".state .mark", new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*" + word + "\\s*$")))
                .waitFor();
        return this;
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING,
                new GetByRoleOptions().setName(text).setLevel(1).setExact(true));
    }
}
