<?php echo "Hello from php-src\n";
