<?php
echo "Hello from node-tools-only\n";
