<?php echo 'Hello from php-slim-style';
