package dev.slipway.model.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Output of programs that users brought, on its way to terminals: as many bytes as came, so that places in it stay
/// what they are, but nothing in it leaves the line, clears the screen, sets titles, writes the clipboard, or turns
/// the direction of text. Of escape sequences (ECMA-48) colours and movements within the line stay. Every other byte
/// becomes DEL, which terminals ignore. Cut into pieces anywhere, the same comes out.
public final class HarmlessOutput {
    private static final int DEL = 0x7f;
    private static final int ESC = 0x1b;
    private static final int BEL = 0x07;
    private static final int LONGEST = 64;
    /// What a sequence that stays ends with: rendition, column, erasure within the line.
    private static final String STAY = "mGK";

    private final Sink next;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final byte[] held = new byte[LONGEST + 1];
    private int length;
    private State state = State.TEXT;
    private final Characters characters = new Characters(passed);

    private enum State {
        TEXT,
        /// After ESC.
        ESCAPE,
        /// After ESC and what announces a longer form, such as a character set.
        FORM,
        /// In a control sequence: after ESC [ and parameters.
        CONTROL,
        /// In a text for the terminal itself, until BEL, ST or the line's end.
        STRING,
        /// After ESC in such a text.
        STRING_END
    }

    /// Takes what may pass.
    @FunctionalInterface
    public interface Sink {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    public HarmlessOutput(Sink next) {
        this.next = next;
    }

    /// A call without bytes is handed on: it says that somebody is there.
    public void accept(byte[] bytes, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            take(bytes[i] & 0xff);
        }
        hand(count == 0);
    }

    /// The output has ended, or is left: what was held back comes too.
    public void end() throws IOException {
        drop();
        characters.end();
        state = State.TEXT;
        hand(false);
    }

    private void hand(boolean always) throws IOException {
        if (always || passed.size() > 0) {
            byte[] all = passed.toByteArray();
            passed.reset();
            next.accept(all, 0, all.length);
        }
    }

    private void take(int b) {
        switch (state) {
            case TEXT -> text(b);
            case ESCAPE -> escape(b);
            case FORM -> form(b);
            case CONTROL -> control(b);
            case STRING -> string(b);
            case STRING_END -> stringEnd(b);
        }
    }

    private void text(int b) {
        state = State.TEXT;
        if (b == ESC) {
            characters.end();
            hold(b, State.ESCAPE);
        } else {
            characters.take(b);
        }
    }

    private void escape(int b) {
        if (b == '[') {
            hold(b, State.CONTROL);
        } else if (b < 0x20 || b >= DEL) {
            drop();
            text(b);
        } else {
            hold(b, "]PX^_".indexOf(b) >= 0 ? State.STRING : b < 0x30 ? State.FORM : State.TEXT);
            drop();
        }
    }

    private void form(int b) {
        if (b < 0x20 || b >= DEL) {
            text(b);
        } else {
            passed.write(DEL);
            state = b < 0x30 ? State.FORM : State.TEXT;
        }
    }

    private void control(int b) {
        if (b < 0x20 || b >= DEL || length == LONGEST) {
            drop();
            text(b);
            return;
        }
        hold(b, b < 0x40 ? State.CONTROL : State.TEXT);
        if (state == State.TEXT && stays(b)) {
            passed.write(held, 0, length);
            length = 0;
        } else if (state == State.TEXT) {
            drop();
        }
    }

    private boolean stays(int end) {
        for (int i = 2; i < length - 1; i++) {
            if (held[i] < '0' || held[i] > ';') {
                return false;
            }
        }
        return STAY.indexOf(end) >= 0;
    }

    private void string(int b) {
        if (b == '\n') {
            text(b);
        } else if (b == ESC) {
            hold(b, State.STRING_END);
        } else {
            passed.write(DEL);
            state = b == BEL ? State.TEXT : State.STRING;
        }
    }

    private void stringEnd(int b) {
        if (b == '\\') {
            hold(b, State.TEXT);
            drop();
        } else {
            escape(b);
        }
    }

    private void hold(int b, State after) {
        held[length++] = (byte) b;
        state = after;
    }

    private void drop() {
        for (; length > 0; length--) {
            passed.write(DEL);
        }
    }
}
