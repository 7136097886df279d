<?php echo "Hello from php-page";
