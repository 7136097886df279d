package dev.slipway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    /// Whatever is added while somebody reads page after page, what was there all the time is read once.
    @Property
    void pagesAreStableWhileOthersInsert(
            @ForAll @Size(max = 40) Set<@AlphaChars @StringLength(min = 1, max = 6) String> present,
            @ForAll @Size(max = 40) List<@AlphaChars @StringLength(min = 1, max = 6) String> added,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        NavigableSet<String> rows = new TreeSet<>(present);
        List<String> read = new ArrayList<>();
        List<String> waiting = new ArrayList<>(added);
        String cursor = null;
        do {
            Page.Request request = Page.Request.of(String.valueOf(limit), cursor);
            Page<String> page = Page.of(
                    rows.tailSet(request.afterName(), false).stream()
                            .limit(limit + 1L)
                            .toList(),
                    request,
                    Function.identity(),
                    name -> name);
            read.addAll(page.items());
            cursor = page.next();
            if (!waiting.isEmpty()) {
                rows.add(waiting.removeFirst());
            }
        } while (cursor != null);

        assertThat(read).doesNotHaveDuplicates().isSorted().containsAll(present);
    }

    @Property
    void aCursorThatWasChangedIsRefused(
            @ForAll @StringLength(max = 12) String key, @ForAll @IntRange(max = 40) int at, @ForAll char other) {
        String cursor = Page.of(List.of(key, key), Page.Request.of("1", null), Function.identity(), row -> row)
                .next();
        int place = at % cursor.length();
        String changed = cursor.substring(0, place) + other + cursor.substring(place + 1);

        if (!changed.equals(cursor)) {
            assertThatThrownBy(() -> Page.Request.of(null, changed)).isInstanceOf(PlatformException.class);
        }
        assertThat(Page.Request.of(null, cursor).after()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "AAAAAB", "!", "c2hvcA"})
    void whatIsNoCursorIsRefusedWithTheWayOn(String cursor) {
        assertThatThrownBy(() -> Page.Request.of(null, cursor))
                .isInstanceOfSatisfying(PlatformException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.FIELD_TYPE);
                    assertThat(refused.errors().getFirst().field()).isEqualTo("cursor");
                    assertThat(refused.next()).contains("\"next\"");
                });
    }

    @Test
    void limitsAreOneToFiveHundred() {
        assertThat(Page.Request.of(null, null).limit()).isEqualTo(50);
        assertThat(Page.Request.of("500", null).limit()).isEqualTo(500);
        assertThatThrownBy(() -> Page.Request.of("501", null)).isInstanceOf(PlatformException.class);
        assertThatThrownBy(() -> Page.Request.of("0", null)).isInstanceOf(PlatformException.class);
        assertThatThrownBy(() -> Page.Request.of("many", null)).isInstanceOf(PlatformException.class);
    }
}
