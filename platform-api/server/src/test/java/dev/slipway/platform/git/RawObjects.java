package dev.slipway.platform.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// Git objects that no git client would make.
final class RawObjects {
    private RawObjects() {}

    /// A tree of one entry. JGit's own formatter would refuse some names.
    static byte[] tree(String mode, String name, ObjectId object) {
        byte[] head = (mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] tree = Arrays.copyOf(head, head.length + Constants.OBJECT_ID_LENGTH);
        object.copyRawTo(tree, head.length);
        return tree;
    }

    /// A tree of several such, in the order given.
    static byte[] tree(byte[]... entries) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            all.writeBytes(entry);
        }
        return all.toByteArray();
    }

    /// Of the tree, with all that was inserted before.
    static ObjectId commit(ObjectInserter inserter, ObjectId tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(new PersonIdent("Eve", "eve@example.org"));
        commit.setCommitter(commit.getAuthor());
        commit.setMessage("Weird");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }
}
