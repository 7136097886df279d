<?php require __DIR__ . "/../src/hello.php"; echo hello();
