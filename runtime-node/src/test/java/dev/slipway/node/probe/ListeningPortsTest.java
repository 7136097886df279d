package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {
    private static final String TABLES = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
               1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1
               2: 0B00007F:A455 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1
               3: 0201D00A:1F90 0101D00A:C350 01 00000000:00000000 00:00000000 00000000     0        0 4 1
              sl  local_address                         remote_address                        st
               0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5
               1: 00000000000000000000000001000000:0BB9 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 6
               2: 0000000000000000FFFF00000100007F:0BBA 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 7
            """;

    @Test
    void whatIsListenedOnIsToldApartByWhoReachesIt() {
        assertThat(ListeningPorts.parse(TABLES.lines()).ports())
                .isEqualTo(Map.of(8080, true, 3000, false, 80, true, 3001, false, 3002, false));
    }

    @Test
    void theKernelTellsOfThisProcess() throws IOException {
        long self = ProcessHandle.current().pid();
        try (ServerSocket open = new ServerSocket(0);
                ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ListeningPorts.of(self).orElseThrow().ports())
                    .containsEntry(open.getLocalPort(), true)
                    .containsEntry(local.getLocalPort(), false);
        }
        assertThat(ListeningPorts.of(1L << 40)).isEmpty();
    }
}
